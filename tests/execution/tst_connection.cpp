// Engine, pool and Connection: what they emit, send and raise. No program runs: the statements are sent by C++.
#include "execution/connection.h"
#include "execution/nested_transaction.h"
#include "execution/run_state.h"
#include "support/plain_runtime.h"

#include <QtTest>

using namespace relata;
using namespace relata::execution;

namespace {

class EngineRuntime final : public PlainRuntime {
  public:
    EngineRuntime() {
        add<dbapi::Connection, dbapi::Cursor, ConnectionRecord, PooledConnection, Transaction, NestedTransaction, Connection, Engine, Pool,
            PoolType<PoolClass::queue>, PoolType<PoolClass::async_adapted_queue>, PoolType<PoolClass::singleton_thread>,
            PoolType<PoolClass::static_>, PoolType<PoolClass::null>, PoolType<PoolClass::assertion>, Row, Result, ResultMetadata,
            CursorResultType, ScalarResultType, MappingResultType>();
    }

  private:
    template <class... T> void add() { (set_type_for<T>(make_type("T", "test")), ...); }
};

/// Writes each event as a line.
class Log final : public EventSink {
  public:
    QByteArray text;
    std::vector<uint64_t> numbers; ///< of the statements sent
    void on_event(const Event& event) override { std::visit([this](const auto& e) { on(e); }, event); }

  private:
    void on(const StatementSent& e) {
        numbers.push_back(e.statement);
        text += QByteArray::fromStdString(to_string(*e.cause)) + ": " + QByteArray(e.sql.data(), qsizetype(e.sql.size())) +
                (e.executemany ? " x " + QByteArray::number(qsizetype(e.parameters.size() / e.width)) : QByteArray()) + "\n";
    }
    void on(const StatementFinished& e) {
        text += "  rows " + QByteArray::number(qulonglong(e.rows)) +
                (e.error.empty() ? QByteArray() : ", " + QByteArray(e.error.data(), qsizetype(e.error.size()))) + "\n";
    }
    void on(const TransactionEvent& e) {
        static constexpr const char* words[] = {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "ROLLBACK TO"};
        text += QByteArray(words[int(e.kind)]) + (e.savepoint.empty() ? "" : " ") +
                QByteArray(e.savepoint.data(), qsizetype(e.savepoint.size())) + "\n";
    }
    void on(const ConnectionEvent& e) {
        static constexpr const char* words[] = {"connected", "checked out", "checked in", "invalidated", "closed", "timed out"};
        text += QByteArray(words[int(e.kind)]) + " " + QByteArray::number(qulonglong(e.connection)) + "\n";
    }
    template <class E> void on(const E&) {}
};

} // namespace

class TestConnection : public QObject {
    Q_OBJECT

    struct Desk {
        EngineRuntime runtime;
        Log log;
        Desk() { RunState::of(runtime).set_sink(&log); }
        ~Desk() { RunState::of(runtime).set_sink(nullptr); }
        Ref<Engine> engine(const char* url, EngineOptions options = {}) {
            return runtime.make<Engine>(runtime.type_for<Engine>(), Url::parse(url), std::move(options));
        }
        static size_t send(Connection& connection, const char* sql) {
            DriverStatement statement{};
            statement.sql = sql;
            return connection.send(statement)->fetch_all().size();
        }
        QByteArray take() { return std::exchange(log.text, {}); }
    };
    /// What `work` raised: "OperationalError: text".
    template <class F> static QByteArray raised(F&& work) {
        try {
            work();
        } catch (const Error& error) {
            const ExceptionInfo& info = exception_info(error.exception_class());
            return QByteArray(info.name.data(), qsizetype(info.name.size())) + ": " + QByteArray::fromStdString(error.message());
        }
        return {};
    }

  private slots:
    void aStatementBeginsATransactionAndTellsItsRows() {
        Desk desk;
        {
            const Ref<Connection> connection = desk.engine("sqlite://")->connect();
            QCOMPARE(desk.take(), QByteArray("connected 1\nchecked out 1\n"));
            QVERIFY(!connection->in_transaction());
            QCOMPARE(Desk::send(*connection, "SELECT 1 UNION ALL SELECT 2"), size_t(2));
            QVERIFY(connection->in_transaction());
            QCOMPARE(desk.take(), QByteArray("BEGIN\nquery: SELECT 1 UNION ALL SELECT 2\n  rows 2\n"));
            connection->commit();
            QVERIFY(!connection->in_transaction());
            connection->close();
        }
        QCOMPARE(desk.take(), QByteArray("COMMIT\nchecked in 1\n"));
    }
    void statementsAreNumberedThroughTheRun() {
        Desk desk;
        const Ref<Engine> engine = desk.engine("sqlite://");
        const Ref<Connection> first = engine->connect();
        Desk::send(*first, "SELECT 1");
        const Ref<Connection> second = desk.engine("sqlite://")->connect();
        Desk::send(*second, "SELECT 2");
        Desk::send(*first, "SELECT 3");
        QCOMPARE(desk.log.numbers, (std::vector<uint64_t>{1, 2, 3}));
        QCOMPARE(first->last_statement(), uint64_t(3));
    }
    void theCauseIsTheSendersOwn_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("query") << int(Cause::Kind::query) << QByteArray("query");
        QTest::newRow("lazy-load") << int(Cause::Kind::lazy_load) << QByteArray("lazy load of Task.worker");
        QTest::newRow("selectin") << int(Cause::Kind::selectin_load) << QByteArray("selectin load of Task.worker");
        QTest::newRow("expired") << int(Cause::Kind::refresh_expired) << QByteArray("refresh of expired Task.worker");
        QTest::newRow("flush") << int(Cause::Kind::flush) << QByteArray("flush of Task.worker");
    }
    void theCauseIsTheSendersOwn() {
        QFETCH(int, kind);
        QFETCH(QByteArray, said);
        Desk desk;
        const Ref<Connection> connection = desk.engine("sqlite://")->connect();
        const Cause cause{Cause::Kind(kind), "Task.worker"};
        DriverStatement statement{};
        statement.sql = "SELECT 1";
        statement.cause = &cause;
        connection->send(statement)->fetch_all();
        QVERIFY2(desk.log.text.contains(said + ": SELECT 1\n"), desk.log.text.constData());
    }
    void manySetsAreOneStatement() {
        Desk desk;
        const Ref<Connection> connection = desk.engine("sqlite://")->connect();
        Desk::send(*connection, "CREATE TABLE t (x INTEGER)");
        desk.take();
        const std::array<Value, 3> sets{Value::small_int(1), Value::small_int(2), Value::small_int(3)};
        DriverStatement many{};
        many.sql = "INSERT INTO t VALUES (?)";
        many.parameters = sets;
        many.width = 1;
        many.executemany = true;
        connection->send(many);
        QCOMPARE(desk.take().split('\n').value(0), QByteArray("query: INSERT INTO t VALUES (?) x 3"));
        QCOMPARE(Desk::send(*connection, "SELECT x FROM t"), size_t(3));
    }
    void closingRollsBackWhatWasNotCommitted() {
        Desk desk;
        const Ref<Engine> engine = desk.engine("sqlite:///shop.db");
        Ref<Connection> connection = engine->connect();
        Desk::send(*connection, "CREATE TABLE t (x INTEGER)");
        connection->commit();
        Desk::send(*connection, "INSERT INTO t VALUES (1)");
        desk.take();
        connection->close();
        QCOMPARE(desk.take(), QByteArray("ROLLBACK\nchecked in 1\n"));
        QVERIFY(connection->is_closed());
        QCOMPARE(raised([&] { Desk::send(*connection, "SELECT 1"); }), QByteArray("ResourceClosedError: This Connection is closed"));
        connection = engine->connect();
        QCOMPARE(Desk::send(*connection, "SELECT x FROM t"), size_t(0));
    }
    void savepointsRollBackAlone() {
        Desk desk;
        const Ref<Connection> connection = desk.engine("sqlite://")->connect();
        Desk::send(*connection, "CREATE TABLE t (x INTEGER)");
        Desk::send(*connection, "INSERT INTO t VALUES (1)");
        desk.take();
        const Ref<Transaction> inner = connection->begin_nested();
        Desk::send(*connection, "INSERT INTO t VALUES (2)");
        inner->rollback();
        QVERIFY(!connection->in_nested_transaction());
        QVERIFY(connection->in_transaction());
        QVERIFY(desk.take().contains("SAVEPOINT"));
        QCOMPARE(Desk::send(*connection, "SELECT x FROM t"), size_t(1));
    }
    void beginTwiceIsRefused() {
        Desk desk;
        const Ref<Connection> connection = desk.engine("sqlite://")->connect();
        const Ref<Transaction> first = connection->begin();
        QCOMPARE(raised([&] { connection->begin(); }),
                 QByteArray("InvalidRequestError: This connection has already initialized a SQLAlchemy Transaction() object via begin() "
                            "or autobegin; can't call begin() here unless rollback() or commit() is called first."));
        first->rollback();
        QVERIFY(!first->is_active());
        connection->begin()->commit();
    }
    void aConnectionThatIsGoneIsCheckedIn() {
        Desk desk;
        const Ref<Engine> engine = desk.engine("sqlite:///shop.db");
        engine->connect(); // dropped at once
        QCOMPARE(desk.take(), QByteArray("connected 1\nchecked out 1\nchecked in 1\n"));
        engine->connect();
        QCOMPARE(desk.take(), QByteArray("checked out 1\nchecked in 1\n")); // the same connection again
    }
    void theQueuePoolEndsAtItsLimit() {
        Desk desk;
        EngineOptions options;
        options.pool_size = 1;
        options.max_overflow = 1;
        options.pool_timeout = 5.0;
        options.pool_class = PoolClass::queue;
        const Ref<Engine> engine = desk.engine("sqlite:///shop.db", options);
        const Ref<Connection> first = engine->connect(), second = engine->connect();
        QCOMPARE(engine->pool().checked_out(), int64_t(2));
        QCOMPARE(engine->pool().status(), std::string("Pool size: 1  Connections in pool: 0 Current Overflow: 1 Current Checked out connections: 2"));
        QElapsedTimer timer;
        timer.start();
        const QByteArray error = raised([&] { engine->connect(); });
        QVERIFY2(error.startsWith("TimeoutError: QueuePool limit of size 1 overflow 1 reached, connection timed out, timeout 5.00"),
                 error.constData());
        QVERIFY(desk.runtime.now() >= std::chrono::seconds(5)); // in virtual time
        QVERIFY(timer.elapsed() < 4000);
        first->close();
        QVERIFY(engine->connect());
    }
    void theNullPoolKeepsNothing() {
        Desk desk;
        EngineOptions options;
        options.pool_class = PoolClass::null;
        const Ref<Engine> engine = desk.engine("sqlite:///shop.db", options);
        engine->connect();
        engine->connect();
        QVERIFY2(desk.take().contains("connected 2"), "a second connection");
    }
    void disposingClosesWhatIsIdle() {
        Desk desk;
        const Ref<Engine> engine = desk.engine("sqlite:///shop.db");
        engine->connect();
        QCOMPARE(engine->pool().checked_in(), int64_t(1));
        engine->dispose();
        QCOMPARE(engine->pool().checked_in(), int64_t(0));
        QVERIFY(desk.take().endsWith("closed 1\n"));
    }
    void urlsAreTakenApart_data() {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("memory") << QByteArray("sqlite://") << QByteArray("sqlite pysqlite - memory");
        QTest::newRow("memory-named") << QByteArray("sqlite:///:memory:") << QByteArray("sqlite pysqlite :memory: memory");
        QTest::newRow("file") << QByteArray("sqlite:///shop.db") << QByteArray("sqlite pysqlite shop.db");
        QTest::newRow("async") << QByteArray("sqlite+aiosqlite:///shop.db?timeout=5") << QByteArray("sqlite aiosqlite shop.db");
        QTest::newRow("server") << QByteArray("postgresql://me:secret@host:5432/shop") << QByteArray("postgresql postgresql shop");
        QTest::newRow("no-url") << QByteArray("shop.db")
                                << QByteArray("ArgumentError: Could not parse SQLAlchemy URL from given URL string");
        QTest::newRow("port-is-no-number") << QByteArray("postgresql://host:port/shop") << QByteArray("ValueError: ");
        QTest::newRow("empty") << QByteArray() << QByteArray("ArgumentError: Could not parse SQLAlchemy URL from given URL string");
    }
    void urlsAreTakenApart() {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, expected);
        QByteArray got;
        const QByteArray error = raised([&] {
            const Url parsed = Url::parse(url.toStdString());
            got = QByteArray::fromStdString(parsed.backend_name() + " " + parsed.driver_name() + " " + parsed.database.value_or("-") +
                                            (parsed.is_memory() ? " memory" : ""));
        });
        QVERIFY2((error.isEmpty() ? got : error).startsWith(expected), (got + error).constData());
    }
};

QTEST_APPLESS_MAIN(TestConnection)
#include "tst_connection.moc"
