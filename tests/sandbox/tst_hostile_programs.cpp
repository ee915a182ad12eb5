// Programs that ask for too much: each ends soon, with the limit that it met, and leaves an intact record.
#include "sandbox/run.h"

#include <QtTest>

using namespace relata;
using sandbox::RunRecord;
using sandbox::StopReason;

namespace {

Budgets small_budgets() {
    return {.steps = 3'000'000,
            .memory_bytes = 64u << 20,
            .output_bytes = 100'000,
            .statements = 500,
            .rows = 20'000,
            .sql_steps = 2'000'000,
            .wall_time = std::chrono::milliseconds(60'000)};
}

RunRecord run(const QByteArray& source, const Budgets& budgets = small_budgets()) {
    sandbox::RunRequest request;
    request.files.push_back({"main.py", source.toStdString()});
    request.budgets = budgets;
    return sandbox::run(request);
}

const QByteArray connecting = "from sqlalchemy import create_engine, text\n"
                              "connection = create_engine('sqlite://').connect()\n";
const QByteArray endless = "with recursive t(n) as (select 1 union all select n + 1 from t) ";

} // namespace

class TestHostilePrograms : public QObject {
    Q_OBJECT

  private slots:
    void aLimitEndsTheRun_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<int>("reason");
        const auto row = [](const char* name, const QByteArray& source, StopReason reason) {
            QTest::newRow(name) << source << int(reason);
        };
        row("endless-loop", "while True:\n    pass\n", StopReason::steps);
        row("except-catches-no-limit", "while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass\n",
            StopReason::steps);
        row("failing-and-retrying",
            "def f():\n    try:\n        f()\n    except RecursionError:\n        f()\n    finally:\n        f()\nf()\n", StopReason::steps);
        row("deque-of-an-endless-iterator", "import collections, itertools\ncollections.deque(itertools.count(), maxlen=1)\n",
            StopReason::steps);
        row("queue-without-end", "import asyncio\nq = asyncio.Queue()\nwhile True:\n    q.put_nowait(None)\n", StopReason::memory);
        row("tasks-without-end",
            "import asyncio\nasync def more():\n    while True:\n        asyncio.create_task(more())\n        await asyncio.sleep(0)\n"
            "asyncio.run(more())\n", StopReason::memory);
        row("endless-generator", "def g():\n    while True: yield 1\nsum(g())\n", StopReason::steps);
        row("loop-inside-a-builtin", "sum(range(10 ** 12))\n", StopReason::steps);
        row("search-inside-a-builtin", "1.5 in range(10 ** 12)\n", StopReason::steps);
        row("large-product", "x = 3\nfor i in range(100):\n    x = x * x\n", StopReason::memory);
        row("large-power", "x = 10 ** 10 ** 9\n", StopReason::memory);
        row("long-modular-power", "pow(3, 10 ** 100000 - 1, 10 ** 100000 + 7)\n", StopReason::steps);
        row("large-shift", "x = 1 << 10 ** 12\n", StopReason::memory);
        row("huge-shift", "x = 1 << (1 << 70)\n", StopReason::memory);
        row("many-large-ints", "x = [(1 << 8_000_000) + i for i in range(1000)]\n", StopReason::memory);
        row("many-large-bytes", "x = [b'x' * 1_000_000 for i in range(1000)]\n", StopReason::memory);
        row("many-bytearrays", "x = [bytearray(1_000_000) for i in range(1000)]\n", StopReason::memory);
        row("long-text", "x = 'x' * 10 ** 10\n", StopReason::memory);
        row("long-list", "x = [0] * 10 ** 12\n", StopReason::memory);
        row("long-tuple", "x = (0,) * 10 ** 12\n", StopReason::memory);
        row("long-bytes", "x = b'x' * 10 ** 12\n", StopReason::memory);
        row("doubling-text", "x = 'x'\nwhile True:\n    x += x\n", StopReason::memory);
        row("growing-list", "x = []\nwhile True:\n    x.append(x)\n", StopReason::memory);
        row("growing-dict", "x = {}\nwhile True:\n    x[len(x)] = 'v' * 100\n", StopReason::memory);
        row("wide-format", "'%1000000000d' % 1\n", StopReason::memory);
        row("wide-format-spec", "format(1, '1000000000')\n", StopReason::memory);
        row("wide-center", "'a'.center(10 ** 11)\n", StopReason::memory);
        row("wide-zfill", "'a'.zfill(10 ** 11)\n", StopReason::memory);
        row("replace-by-more", "('a' * 100_000).replace('a', 'b' * 100_000)\n", StopReason::memory);
        row("join", "','.join(['a' * 100_000] * 100_000)\n", StopReason::memory);
        row("print-of-many", "print(*['a' * 1_000_000] * 10_000)\n", StopReason::memory);
        row("endless-iterator", "import itertools\nlist(itertools.repeat(1))\n", StopReason::steps);
        row("endless-output", "while True:\n    print('x' * 100)\n", StopReason::output);
        row("sleeping-for-ever", "import asyncio\nasync def f():\n    while True: await asyncio.sleep(1000)\nasyncio.run(f())\n",
            StopReason::steps);
        row("waiting-for-nobody", "import asyncio\nasync def f():\n    await asyncio.Event().wait()\nasyncio.run(f())\n",
            StopReason::waits_forever);
        row("many-statements", connecting + "while True:\n    connection.execute(text('select 1'))\n", StopReason::statements);
        row("many-rows", connecting + "connection.execute(text('" + endless + "select n from t')).all()\n", StopReason::rows);
        row("endless-query", connecting + "connection.execute(text('" + endless + "select count(*) from t')).all()\n",
            StopReason::sql_work);
    }
    void aLimitEndsTheRun() {
        QFETCH(QByteArray, source);
        QFETCH(int, reason);
        QElapsedTimer timer;
        timer.start();
        const RunRecord record = run("print('begun')\n" + source + "print('not reached')\n");
        // What grows may spend its steps before its memory.
        if (reason == int(StopReason::memory) && record.stopped == StopReason::steps) reason = int(StopReason::steps);
        QCOMPARE(int(record.stopped), reason);
        QVERIFY(!record.error);
        QVERIFY(record.stdout_text.starts_with("begun\n"));
        QVERIFY(record.stdout_text.find("not reached") == std::string::npos);
        QVERIFY(record.peak_memory <= small_budgets().memory_bytes);
        QVERIFY2(timer.elapsed() < 30'000, qPrintable(QString::number(timer.elapsed())));
    }
    /// The stacks of a run are bounded, however much memory it may take.
    void asManyTasksRunAsThereAreStacks_data() {
        QTest::addColumn<int>("tasks");
        QTest::addColumn<bool>("all");
        QTest::newRow("enough") << 10'000 << true;
        QTest::newRow("too-many") << 13'000 << false;
    }
    void asManyTasksRunAsThereAreStacks() {
        QFETCH(int, tasks);
        QFETCH(bool, all);
        const RunRecord record = run("import asyncio\nasync def one():\n    await asyncio.sleep(1)\n"
                                     "async def main():\n    await asyncio.gather(*[one() for _ in range(" + QByteArray::number(tasks) +
                                         ")])\n    print('all')\nasyncio.run(main())\n",
                                     Budgets());
        QCOMPARE(QByteArray::fromStdString(record.stdout_text), all ? QByteArray("all\n") : QByteArray());
        QCOMPARE(int(record.stopped), int(all ? StopReason::none : StopReason::memory));
    }
    void recursionRaisesAsInPython_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::newRow("function") << QByteArray("def f(n):\n    return f(n + 1)\nf(0)\n");
        QTest::newRow("repr") << QByteArray("class A:\n    def __repr__(self): return repr(self)\nrepr(A())\n");
        QTest::newRow("eq") << QByteArray("class A:\n    def __eq__(self, o): return self == o\nA() == A()\n");
        QTest::newRow("getattr") << QByteArray("class A:\n    def __getattr__(self, n): return getattr(self, n + 'x')\nA().y\n");
        QTest::newRow("generators") << QByteArray("def g(n):\n    yield from g(n + 1)\nlist(g(0))\n");
        QTest::newRow("metaclass") << QByteArray("class M(type):\n    def __call__(c): return c()\nclass A(metaclass=M): pass\nA()\n");
        QTest::newRow("repr-of-a-deep-list") << QByteArray("x = []\nfor i in range(100000): x = [x]\nrepr(x)\n");
        QTest::newRow("comparison-of-deep-lists")
            << QByteArray("x = []\ny = []\nfor i in range(100000):\n    x = [x]\n    y = [y]\nx == y\n");
        QTest::newRow("hash-of-a-deep-tuple") << QByteArray("x = ()\nfor i in range(100000): x = (x,)\nhash(x)\n");
        QTest::newRow("isinstance-of-a-deep-tuple") << QByteArray("x = (int,)\nfor i in range(100000): x = (x,)\nisinstance('', x)\n");
    }
    void recursionRaisesAsInPython() {
        QFETCH(QByteArray, source);
        const RunRecord record = run("try:\n" + QByteArray("    ") + source.trimmed().replace("\n", "\n    ") +
                                     "\nexcept RecursionError as e:\n    print(type(e).__name__)\n");
        QCOMPARE(record.stopped, StopReason::none);
        QVERIFY2(!record.error, record.stderr_text.substr(0, 500).c_str());
        QCOMPARE(record.stdout_text, std::string("RecursionError\n"));
    }
    void longChainsAreFreedWithoutUsingUpTheStack_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::newRow("lists") << QByteArray("x = []\nfor i in range(200000): x = [x]\ndel x\n");
        QTest::newRow("left-to-the-end") << QByteArray("x = []\nfor i in range(200000): x = [x]\n");
        QTest::newRow("instances") << QByteArray("class A: pass\nx = None\nfor i in range(100000):\n    a = A()\n    a.n = x\n    x = a\ndel x, a\n");
        QTest::newRow("closures") << QByteArray("def wrap(f): return lambda: f\nx = None\nfor i in range(100000): x = wrap(x)\ndel x\n");
        QTest::newRow("iterators") << QByteArray("x = []\nfor i in range(100000): x = iter([x])\ndel x\n");
        QTest::newRow("maps") << QByteArray("x = []\nfor i in range(100000): x = map(len, x)\ndel x\n");
        QTest::newRow("exceptions")
            << QByteArray("e = None\nfor i in range(100000):\n    n = ValueError()\n    n.__cause__ = e\n    e = n\ndel e, n\n");
        QTest::newRow("generators") << QByteArray("def g(x):\n    yield x\nx = None\nfor i in range(100000):\n    x = g(x)\n    next(x)\ndel x\n");
        QTest::newRow("bound-methods") << QByteArray("x = len\nfor i in range(100000): x = [x].append\ndel x\n");
    }
    void longChainsAreFreedWithoutUsingUpTheStack() {
        QFETCH(QByteArray, source);
        const RunRecord record = run(source + "print('freed')\n", {});
        QCOMPARE(record.stopped, StopReason::none);
        QVERIFY2(!record.error, record.stderr_text.c_str());
        QCOMPARE(record.stdout_text, std::string("freed\n"));
    }
    void statementsNestedWithoutEndRaise_data() {
        QTest::addColumn<QByteArray>("build");
        QTest::newRow("functions") << QByteArray("e = func.abs(e)");
        QTest::newRow("operators") << QByteArray("e = (e + 1) * 2");
        QTest::newRow("not") << QByteArray("e = ~(e == 1)");
        QTest::newRow("or-in-and") << QByteArray("e = or_(and_(e == 1, e == 2), e == 3)");
        QTest::newRow("casts") << QByteArray("e = cast(e, Integer)");
        QTest::newRow("subqueries") << QByteArray("e = select(e.label('x')).subquery().c.x");
    }
    void statementsNestedWithoutEndRaise() {
        QFETCH(QByteArray, build);
        const RunRecord record =
            run("from sqlalchemy import select, func, cast, literal, or_, and_, Integer\ne = literal(1)\n"
                "try:\n    for i in range(4000):\n        " + build + "\n    str(select(e))\nexcept RecursionError:\n    pass\n"
                "print('survived')\n", {.memory_bytes = 1u << 30});
        QVERIFY2(!record.error, record.stderr_text.substr(0, 500).c_str());
        QVERIFY(record.stopped != StopReason::none || record.stdout_text == "survived\n");
    }
    void aLimitMetWhileAnObjectDiesEndsTheRun_data() {
        QTest::addColumn<QByteArray>("source");
        const QByteArray endless_text = "class E(Exception):\n    def __str__(self):\n        while True: pass\n";
        QTest::newRow("in-its-finalizer") << QByteArray("class A:\n    def __del__(self):\n        while True: pass\nA()\n");
        QTest::newRow("in-its-finalizers-error") << endless_text + "class A:\n    def __del__(self): raise E()\nA()\n";
        QTest::newRow("in-what-finalizers-print")
            << QByteArray("class A:\n    def __del__(self): raise ValueError('x' * 10_000)\nwhile True: A()\n");
        QTest::newRow("in-a-weak-reference") << QByteArray("import weakref\nclass A: pass\ndef died(r):\n    while True: pass\n"
                                                           "a = A()\nr = weakref.ref(a, died)\ndel a\n");
    }
    void aLimitMetWhileAnObjectDiesEndsTheRun() {
        QFETCH(QByteArray, source);
        const RunRecord record = run(source + "while True: pass\n");
        QVERIFY(record.stopped != StopReason::none);
    }
    void theRecordKeepsWhatCameBeforeTheLimit() {
        const RunRecord record = run(connecting + "for i in range(3):\n    connection.execute(text('select 1'))\nwhile True: pass\n");
        QCOMPARE(record.stopped, StopReason::steps);
        QCOMPARE(record.queries().size(), size_t(3));
        QVERIFY(record.steps > small_budgets().steps);
        QCOMPARE(sandbox::to_string(record.stopped), std::string("the limit of steps is spent"));
    }
    void theRecordNamesTheLineThatRan_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<int>("line");
        QTest::newRow("loop") << QByteArray("x = 1\nwhile True: x = 2\n") << 2;
        QTest::newRow("inner function") << QByteArray("def f():\n    while True: pass\ndef g():\n    f()\n\ng()\n") << 2;
        QTest::newRow("builtin") << QByteArray("rows = [1]\nx = 'a' * 10**12\n") << 2;
        QTest::newRow("callback of the library") << QByteArray("def key(x):\n    while True: pass\nsorted([2, 1], key=key)\n") << 2;
        QTest::newRow("task") << QByteArray("import asyncio\nasync def f():\n    await asyncio.sleep(1)\n    while True: pass\nasyncio.run(f())\n") << 4;
        QTest::newRow("caught") << QByteArray("try:\n    while True: pass\nexcept BaseException:\n    pass\n") << 2;
        QTest::newRow("output") << QByteArray("while True:\n    print('again')\n") << 2;
    }
    void theRecordNamesTheLineThatRan() {
        QFETCH(QByteArray, source);
        const RunRecord record = run(source);
        QVERIFY(record.stopped != StopReason::none);
        QCOMPARE(record.stopped_at.file, std::string("main.py"));
        QTEST(record.stopped_at.line, "line");
    }
};

QTEST_GUILESS_MAIN(TestHostilePrograms)
#include "tst_hostile_programs.moc"
