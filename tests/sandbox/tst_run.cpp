// Run: steps of one program, stopping it from outside, and the database images that it begins with.
#include "dbapi/connection.h"
#include "sandbox/run.h"
#include "support/plain_runtime.h"

#include <QtTest>

#include <thread>

using namespace relata;
using sandbox::Run;
using sandbox::RunRecord;
using sandbox::StopReason;

class TestRun : public QObject {
    Q_OBJECT

    static sandbox::RunRequest request(std::vector<sandbox::ProgramFile> files) {
        sandbox::RunRequest made;
        made.files = std::move(files);
        return made;
    }
    static constexpr const char* query_module = "from sqlalchemy import create_engine, text\n"
                                                "engine = create_engine('sqlite://')\n"
                                                "def count(times):\n"
                                                "    print('counting')\n"
                                                "    with engine.connect() as connection:\n"
                                                "        for i in range(times):\n"
                                                "            connection.execute(text('SELECT 1'))\n"
                                                "    return [times, {'a': (1, None)}]\n"
                                                "async def later(x):\n"
                                                "    return x * 2\n"
                                                "def fails():\n"
                                                "    raise LookupError('nothing')\n"
                                                "def loop():\n"
                                                "    while True: pass\n"
                                                "def nested():\n"
                                                "    x = []\n"
                                                "    x.append(x)\n"
                                                "    return x\n"
                                                "def doubled():\n"
                                                "    x = []\n"
                                                "    for i in range(100): x = [x, x]\n"
                                                "    return x\n";

  private slots:
    void statementsBelongToTheCallThatSentThem() {
        Run run(request({{"query.py", query_module}}));
        QVERIFY(run.import_module("query"));
        QVERIFY(run.has_function("query", "count"));
        QVERIFY(!run.has_function("query", "engine"));
        QVERIFY(!run.has_function("nowhere", "count"));
        QVERIFY(run.execute("query", "count(1)"));
        const sandbox::CallRecord first = run.call({.module = "query", .function = "count", .arguments = {"1 + 1"}});
        const sandbox::CallRecord second = run.call({.module = "query", .function = "count", .keywords = {{"times", "3"}}});
        const RunRecord record = run.finish();
        QCOMPARE(first.step, uint64_t(1));
        QCOMPARE(second.step, uint64_t(2));
        QCOMPARE(first.stdout_text, std::string("counting\n"));
        QCOMPARE(sandbox::to_json(*first.result), std::string("[2, {\"a\": [1, null]}]"));
        QCOMPARE(second.result_repr, std::string("[3, {'a': (1, None)}]"));
        std::map<uint64_t, int> sent;
        for (const sandbox::StatementRecord* s : record.queries()) {
            QCOMPARE(s->sql, std::string("SELECT 1"));
            QCOMPARE(s->span.line, 7);
            QCOMPARE(s->span.file, std::string("query.py"));
            ++sent[s->step];
        }
        QCOMPARE(sent, (std::map<uint64_t, int>{{0, 1}, {1, 2}, {2, 3}}));
    }
    void aCoroutineIsRunToItsEnd() {
        Run run(request({{"query.py", query_module}}));
        QVERIFY(run.import_module("query"));
        QCOMPARE(sandbox::to_json(*run.call({.module = "query", .function = "later", .arguments = {"21"}}).result), std::string("42"));
        QCOMPARE(sandbox::to_json(*run.call({.module = "query", .function = "later", .arguments = {"'ab'"}, .projection = "len(result)"}).result),
                 std::string("4"));
    }
    void anErrorOfACallLeavesTheNextOnesAlone() {
        Run run(request({{"query.py", query_module}}));
        QVERIFY(run.import_module("query"));
        const sandbox::CallRecord failed = run.call({.module = "query", .function = "fails"});
        QVERIFY(failed.error);
        QVERIFY(!failed.result);
        QCOMPARE(failed.error->type, std::string("LookupError"));
        QCOMPARE(failed.error->message, std::string("nothing"));
        QCOMPARE(failed.error->line, 12);
        QVERIFY(run.call({.module = "query", .function = "later", .arguments = {"1"}}).result);
        QCOMPARE(run.call({.module = "query", .function = "no_such"}).error->type, std::string("NameError"));
        QVERIFY(!run.import_module("nowhere"));
    }
    void nothingRunsAfterASpentLimit() {
        sandbox::RunRequest small = request({{"query.py", query_module}});
        small.budgets.steps = 100'000;
        Run run(small);
        QVERIFY(run.import_module("query"));
        QVERIFY(!run.call({.module = "query", .function = "loop"}).result);
        QVERIFY(run.is_stopped());
        QVERIFY(!run.call({.module = "query", .function = "count", .arguments = {"1"}}).result);
        QVERIFY(!run.execute("query", "count(1)"));
        const RunRecord record = run.finish();
        QCOMPARE(record.stopped, StopReason::steps);
        QVERIFY(record.statements.empty());
    }
    void aResultWithoutEndIsCutOff() {
        sandbox::RunRequest small = request({{"query.py", query_module}});
        small.budgets.memory_bytes = 64u << 20;
        Run run(small);
        QVERIFY(run.import_module("query"));
        QVERIFY(sandbox::to_json(*run.call({.module = "query", .function = "nested"}).result).size() < 1000);
        const sandbox::CallRecord& doubled = run.call({.module = "query", .function = "doubled"});
        QVERIFY(doubled.result || run.is_stopped());
    }
    void anotherThreadStopsTheRun() {
        sandbox::RunRequest endless = request({{"main.py", "print('begun')\nwhile True:\n    pass\n"}});
        endless.budgets.steps = 0;
        std::atomic<bool> begun = false;
        endless.on_output = [&](std::string_view) { begun = true; };
        std::thread stopper([&, token = endless.stop] {
            while (!begun) std::this_thread::yield();
            token.stop();
        });
        const RunRecord record = sandbox::run(endless);
        stopper.join();
        QCOMPARE(record.stopped, StopReason::cancelled);
        QCOMPARE(record.stdout_text, std::string("begun\n"));
    }
    void aStoppedTokenStopsBeforeTheFirstLine() {
        const sandbox::RunRequest never = request({{"main.py", "x = 1\nfor i in range(100000): x += 1\nprint(x)\n"}});
        never.stop.stop();
        const RunRecord record = sandbox::run(never);
        QCOMPARE(record.stopped, StopReason::cancelled);
        QVERIFY(record.stdout_text.empty());
        never.stop.stop(); // when the run is gone
    }
    void filesOfTheProgramImportOneAnother() {
        sandbox::RunRequest files = request({{"app/__init__.py", ""},
                                             {"app/models.py", "from . import names\nx = names.y\n"},
                                             {"app/names.py", "y = 'right'\n"},
                                             {"main.py", "from app.models import x\nprint(x, __name__)\n"}});
        QCOMPARE(sandbox::run(files).stdout_text, std::string("right __main__\n"));
    }
    void aDatabaseImageIsCopiedNotChanged() {
        const std::string program = "from sqlalchemy import create_engine, text\n"
                                    "with create_engine('sqlite:///shop.db').begin() as connection:\n"
                                    "    connection.execute(text('CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY)'))\n"
                                    "    connection.execute(text('INSERT INTO t DEFAULT VALUES'))\n"
                                    "    print(connection.execute(text('SELECT count(*) FROM t')).scalar())\n";
        sandbox::RunRequest with_image = request({{"main.py", program}});
        with_image.databases.push_back({"shop.db", std::make_shared<const std::string>()});
        QCOMPARE(sandbox::run(with_image).stdout_text, std::string("1\n"));
        with_image.databases[0].bytes = std::make_shared<const std::string>(image());
        const std::string before = *with_image.databases[0].bytes;
        for (int i = 0; i < 2; ++i) QCOMPARE(sandbox::run(with_image).stdout_text, std::string("3\n"));
        QCOMPARE(*with_image.databases[0].bytes, before);
    }
    void bytesThatAreNoDatabaseRaise() {
        sandbox::RunRequest broken = request({{"main.py", "from sqlalchemy import create_engine, text\n"
                                                          "create_engine('sqlite:///shop.db').connect().execute(text('SELECT 1 FROM t'))\n"}});
        broken.databases.push_back({"shop.db", std::make_shared<const std::string>(5000, 'x')});
        const RunRecord record = sandbox::run(broken);
        QVERIFY(record.error);
        QCOMPARE(record.error->type, std::string("sqlalchemy.exc.DatabaseError"));
    }
    void theSeedFixesWhatIsRandom() {
        sandbox::RunRequest dice = request({{"main.py", "import random\nprint([random.randint(1, 6) for i in range(20)])\n"}});
        const std::string first = sandbox::run(dice).stdout_text;
        QCOMPARE(sandbox::run(dice).stdout_text, first);
        QVERIFY(sandbox::run(dice).error || !first.empty());
    }
    void addressesAreTheSameInEveryRun() {
        const auto made = request({{"main.py", "class A:\n"
                                               "    def f(self): pass\n"
                                               "objects = [A() for _ in range(300)]\n"
                                               "for number, one in enumerate(objects): one.number = number\n"
                                               "print([one.number for one in set(objects)], {A().f, print, A, len})\n"
                                               "print(id(objects), objects[7], objects[8].f, A.f, (x for x in objects), hash(objects[9]))\n"
                                               "print(len({id(one) for one in objects}), id(objects[3]) == id(objects[3]))\n"}});
        std::vector<std::unique_ptr<char[]>> other; // so that the memory of the runs lies elsewhere
        const std::string first = sandbox::run(made).stdout_text;
        QVERIFY(first.ends_with("300 True\n"));
        for (size_t at = 0; at < 3; ++at) {
            other.push_back(std::make_unique<char[]>(70'000 + at * 5'000));
            QCOMPARE(QString::fromStdString(sandbox::run(made).stdout_text), QString::fromStdString(first));
        }
    }
    void runsGoOnInParallel() {
        const std::string program = "x = {}\nfor i in range(20000): x[str(i)] = [i]\nprint(len(x), sum(v[0] for v in x.values()))\n";
        std::vector<std::string> output(4);
        std::vector<std::thread> threads;
        for (std::string& out : output)
            threads.emplace_back([&out, &program] { out = sandbox::run(request({{"main.py", program}})).stdout_text; });
        for (std::thread& t : threads) t.join();
        for (const std::string& out : output) QCOMPARE(out, std::string("20000 199990000\n"));
    }

  private:
    /// A database file whose table t has two rows, as SQLite writes it.
    static std::string image() {
        dbapi::VirtualFiles files;
        PlainRuntime runtime;
        runtime.set_type_for<dbapi::Connection>(runtime.make_type("Connection", "sqlite3"));
        runtime.set_type_for<dbapi::Cursor>(runtime.make_type("Cursor", "sqlite3"));
        dbapi::Meter meter;
        const auto connection = runtime.make<dbapi::Connection>(runtime.type_for<dbapi::Connection>(), files, meter,
                                                                std::string("shop.db"), dbapi::ConnectionOptions{});
        connection->cursor()->execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
        connection->cursor()->execute("INSERT INTO t DEFAULT VALUES");
        connection->cursor()->execute("INSERT INTO t DEFAULT VALUES");
        connection->commit();
        connection->close();
        return files.image("shop.db");
    }
};

QTEST_GUILESS_MAIN(TestRun)
#include "tst_run.moc"
