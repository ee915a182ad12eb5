// The driver: locks between connections of one run, legacy transaction control, the authorizer.
#include "dbapi/connection.h"

#include <QtTest>

using namespace relata;

namespace {

class DriverRuntime final : public Runtime {
  public:
    DriverRuntime() : Runtime(Budgets{}) {
        set_type_for<dbapi::Connection>(make_type("Connection", "sqlite3"));
        set_type_for<dbapi::Cursor>(make_type("Cursor", "sqlite3"));
    }
    ~DriverRuntime() override { destroy_all_objects(); }
    Value exception_object(Error&) override { return Value::none(); }
    void warn(Exc, const std::string&) override {}
    void report_unraisable(Error&, const Value&) override {}
    Location current_location() const override { return {}; }
    Dict* side_dict(Object&, bool) override { return nullptr; }
    void* rebase_frames(void*, void*, void*) override { return nullptr; }
};

} // namespace

class TestConnection : public QObject {
    Q_OBJECT

    Ref<dbapi::Connection> open(DriverRuntime& runtime, dbapi::VirtualFiles& files, const std::string& name) {
        return runtime.make<dbapi::Connection>(runtime.type_for<dbapi::Connection>(), files, m_meter, name,
                                               dbapi::ConnectionOptions{});
    }
    dbapi::Meter m_meter;

  private slots:
    void secondConnectionSeesARowOnlyAfterTheCommit() {
        dbapi::VirtualFiles files;
        DriverRuntime runtime;
        const auto writer = open(runtime, files, "shop.db"), reader = open(runtime, files, "shop.db");
        writer->cursor()->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)");
        writer->cursor()->execute("INSERT INTO t (name) VALUES ('Ada')");
        QVERIFY(writer->in_transaction());
        auto count = [&] {
            const auto cursor = reader->cursor();
            cursor->execute("SELECT id FROM t");
            return int(cursor->fetch_all().size());
        };
        QCOMPARE(count(), 0);
        writer->commit();
        QCOMPARE(count(), 1);
    }
    void secondWriterFindsTheDatabaseLocked() {
        dbapi::VirtualFiles files;
        DriverRuntime runtime;
        const auto first = open(runtime, files, "shop.db"), second = open(runtime, files, "shop.db");
        first->cursor()->execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
        first->cursor()->execute("INSERT INTO t DEFAULT VALUES");
        try {
            second->cursor()->execute("INSERT INTO t DEFAULT VALUES");
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.exception_class(), Exc::Sqlite3OperationalError);
            QCOMPARE(error.message(), std::string("database is locked"));
        }
        QVERIFY(runtime.now() >= std::chrono::seconds(4)); // waited, but in virtual time
    }
    void tellsItsRowsOnceWhenTheStatementEnds() {
        dbapi::VirtualFiles files;
        DriverRuntime runtime;
        const auto connection = open(runtime, files, ":memory:");
        const auto cursor = connection->cursor();
        std::vector<uint64_t> told;
        cursor->on_finished = [&](dbapi::Cursor& done) { told.push_back(done.rows_read()); };
        cursor->execute("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3");
        QVERIFY(told.empty());
        cursor->fetch_all();
        cursor->close();
        QCOMPARE(told, std::vector<uint64_t>{3});
    }
    void columnsFollowTheSchemaOfACachedStatement() {
        dbapi::VirtualFiles files;
        DriverRuntime runtime;
        const auto connection = open(runtime, files, ":memory:");
        connection->cursor()->execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
        connection->cursor()->execute("INSERT INTO t DEFAULT VALUES");
        connection->commit();
        const auto cursor = connection->cursor();
        cursor->execute("SELECT * FROM t");
        QCOMPARE(cursor->column_count(), 1);
        cursor->close();
        connection->cursor()->execute("ALTER TABLE t ADD COLUMN name TEXT DEFAULT 'Ada'");
        const auto again = connection->cursor();
        again->execute("SELECT * FROM t");
        QCOMPARE(again->column_count(), 2);
        QCOMPARE(std::string(again->column_names().back()->view()), std::string("name"));
        QCOMPARE(std::string(again->column_text(1)), std::string("Ada"));
    }
    void givesTheIdOfANewRowAsReturningWould_data() {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("expected");
        QTest::newRow("row-id") << "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, name TEXT)" << "1 2";
        QTest::newRow("autoincrement") << "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name TEXT)" << "1 2";
        QTest::newRow("nullable") << "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)" << "1 2";
        QTest::newRow("descending") << "CREATE TABLE t (id INTEGER PRIMARY KEY DESC, name TEXT)" << "None None";
        QTest::newRow("composite") << "CREATE TABLE t (id INTEGER NOT NULL DEFAULT 7, name TEXT, PRIMARY KEY (id, name))" << "7 7";
        QTest::newRow("other-key") << "CREATE TABLE t (id INTEGER NOT NULL DEFAULT 7, name TEXT, k INTEGER NOT NULL PRIMARY KEY)" << "7 7";
        QTest::newRow("hidden") << "CREATE TABLE t (rowid INTEGER NOT NULL PRIMARY KEY, id INTEGER, name TEXT)" << "None None";
    }
    void givesTheIdOfANewRowAsReturningWould() {
        QFETCH(const QString, table);
        dbapi::VirtualFiles files;
        DriverRuntime runtime;
        const auto connection = open(runtime, files, ":memory:");
        connection->cursor()->execute(table.toStdString());
        const std::string name = "t", column = "id";
        const dbapi::RowIdColumn returned{name, column};
        QStringList ids;
        for (const char* person : {"Ada", "Ida"}) {
            const auto cursor = connection->cursor();
            const Value parameter(runtime.make_str(person));
            cursor->execute("INSERT INTO t (name) VALUES (?) RETURNING id", {&parameter, 1}, &returned);
            QCOMPARE(std::string(cursor->column_names().at(0)->view()), std::string("id"));
            QVERIFY(cursor->has_row());
            const Value id = cursor->column(0);
            ids << (id.is_none() ? QString("None") : QString::number(id.as_small_int()));
            cursor->advance();
            QVERIFY(!cursor->has_row());
            QCOMPARE(cursor->row_count(), int64_t(1));
        }
        QTEST(ids.join(' '), "expected");
    }
    void givesNoIdOfARowThatATriggerKeptOut() {
        dbapi::VirtualFiles files;
        DriverRuntime runtime;
        const auto connection = open(runtime, files, ":memory:");
        connection->cursor()->execute("CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY)");
        connection->cursor()->execute("CREATE TRIGGER no BEFORE INSERT ON t BEGIN SELECT RAISE(IGNORE); END");
        const std::string name = "t", column = "id";
        const dbapi::RowIdColumn returned{name, column};
        const auto cursor = connection->cursor();
        cursor->execute("INSERT INTO t DEFAULT VALUES RETURNING id", {}, &returned);
        QVERIFY(!cursor->has_row());
    }
    void noticesThatTheIdIsNoColumnAnyMore() {
        dbapi::VirtualFiles files;
        DriverRuntime runtime;
        const auto connection = open(runtime, files, ":memory:");
        connection->cursor()->execute("CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY)");
        const std::string name = "t", column = "id";
        const dbapi::RowIdColumn returned{name, column};
        connection->cursor()->execute("INSERT INTO t DEFAULT VALUES RETURNING id", {}, &returned);
        connection->cursor()->execute("ALTER TABLE t RENAME COLUMN id TO number");
        QVERIFY_THROWS_EXCEPTION(Error, connection->cursor()->execute("INSERT INTO t DEFAULT VALUES RETURNING id", {}, &returned));
    }
    void writingLeavesASharedImageAlone() {
        DriverRuntime runtime;
        std::shared_ptr<const std::string> image;
        {
            dbapi::VirtualFiles files;
            const auto connection = open(runtime, files, "shop.db");
            connection->cursor()->execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
            connection->close();
            image = std::make_shared<const std::string>(files.image("shop.db"));
        }
        const std::string before = *image;
        dbapi::VirtualFiles first, second;
        first.put("shop.db", image);
        second.put("shop.db", image);
        const auto writer = open(runtime, first, "shop.db"), reader = open(runtime, second, "shop.db");
        writer->cursor()->execute("INSERT INTO t DEFAULT VALUES");
        writer->commit();
        const auto cursor = reader->cursor();
        cursor->execute("SELECT id FROM t");
        QVERIFY(!cursor->has_row());
        QVERIFY(first.image("shop.db") != before);
        QCOMPARE(*image, before);
        writer->close();
        reader->close();
    }
    void refusesAttachAndUnknownPragmas() {
        dbapi::VirtualFiles files;
        DriverRuntime runtime;
        const auto connection = open(runtime, files, ":memory:");
        QVERIFY_THROWS_EXCEPTION(Error, connection->cursor()->execute("ATTACH '/etc/passwd' AS x"));
        QVERIFY_THROWS_EXCEPTION(Error, connection->cursor()->execute("PRAGMA writable_schema=ON"));
        connection->cursor()->execute("PRAGMA foreign_keys=ON");
    }
};

QTEST_APPLESS_MAIN(TestConnection)
#include "tst_connection.moc"
