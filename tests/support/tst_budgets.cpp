// Budgets: what a run may take, and what ends it.
#include "support/plain_runtime.h"
#include "support/run_stopped.h"

#include <QtTest>

#include <thread>

using namespace relata;

namespace {

/// Why `work` was stopped; empty where it was not.
template <class F> std::optional<RunStopped::Reason> stopped(F&& work) {
    try {
        work();
    } catch (const RunStopped& stop) {
        return stop.reason();
    }
    return std::nullopt;
}

} // namespace

class TestBudgets : public QObject {
    Q_OBJECT

    using Reason = RunStopped::Reason;

  private slots:
    void memoryBeyondTheLimitStopsTheRun_data() {
        QTest::addColumn<int>("what");
        QTest::newRow("list") << 0;
        QTest::newRow("str") << 1;
        QTest::newRow("bytes") << 2;
        QTest::newRow("many-small-objects") << 3;
        QTest::newRow("dict") << 4;
    }
    void memoryBeyondTheLimitStopsTheRun() {
        QFETCH(int, what);
        PlainRuntime runtime({.memory_bytes = 4 << 20});
        const Ref<List> kept = runtime.make_list();
        const auto fill = [&] {
            for (;;) switch (what) {
                case 0: kept->append(Value::none()); break;
                case 1: kept->append(runtime.make_str(std::string(100'000, 'x'))); break;
                case 2: kept->append(runtime.make_bytes(std::string(100'000, 'x'))); break;
                case 3: kept->append(runtime.make_float(1.5)); break;
                default: {
                    const Ref<Dict> dict = runtime.make_dict();
                    dict->set(*runtime.intern("x"), Value::none());
                    kept->append(dict);
                }
                }
        };
        QVERIFY(stopped(fill) == Reason::memory);
        QVERIFY(runtime.heap().used() <= runtime.heap().limit());
        QVERIFY(runtime.heap().used() > runtime.heap().limit() / 3);
    }
    void freedMemoryCanBeUsedAgain() {
        PlainRuntime runtime({.memory_bytes = 4 << 20});
        QVERIFY(!stopped([&] {
            for (int i = 0; i < 100; ++i) runtime.make_bytes(std::string(1 << 20, 'x'));
            for (int i = 0; i < 100; ++i) runtime.make_str(std::string(1 << 20, 'x'));
        }));
        QVERIFY(runtime.heap().peak() > 1 << 20);
        QVERIFY(runtime.heap().used() < 1 << 20);
    }
    void aResultTooLargeIsRefusedBeforeItIsMade() {
        PlainRuntime runtime({.memory_bytes = 4 << 20});
        QVERIFY(!stopped([&] { runtime.heap().require(1 << 20); }));
        QVERIFY(stopped([&] { runtime.heap().require(5 << 20); }) == Reason::memory);
        QVERIFY(stopped([&] { runtime.heap().require(SIZE_MAX); }) == Reason::memory);
        QVERIFY(stopped([&] { runtime.make_tuple(size_t(1) << 40); }) == Reason::memory);
    }
    void memoryHeldOutsideIsCountedWhileItsOwnerLives() {
        PlainRuntime runtime({.memory_bytes = 4 << 20});
        const size_t before = runtime.heap().used();
        {
            HeapCharge charge(runtime.heap(), 1000);
            charge.set(3000);
            QCOMPARE(runtime.heap().used(), before + 3000);
            charge.set(500);
            QCOMPARE(runtime.heap().used(), before + 500);
            QVERIFY(stopped([&] { charge.set(8 << 20); }) == Reason::memory);
        }
        QCOMPARE(runtime.heap().used(), before);
    }
    void nestedCallsEndInARecursionError() {
        PlainRuntime runtime({.recursion_depth = 3});
        const Runtime::NestedCall first(runtime, "");
        {
            const Runtime::NestedCall second(runtime, ""), third(runtime, "");
            try {
                const Runtime::NestedCall fourth(runtime, " in comparison");
                QFAIL("no error");
            } catch (const Error& error) {
                QCOMPARE(error.exception_class(), Exc::RecursionError);
                QCOMPARE(error.message(), std::string("maximum recursion depth exceeded in comparison"));
            }
        }
        const Runtime::NestedCall again(runtime, ""); // the depth was given back
    }
    void stepsBeyondTheLimitStopTheRun() {
        PlainRuntime runtime({.steps = 100'000});
        QVERIFY(!stopped([&] { runtime.count_steps(50'000); }));
        QVERIFY(stopped([&] {
                    for (;;) runtime.count_steps(1);
                }) == Reason::steps);
        QVERIFY(runtime.steps_taken() < 110'000);
    }
    void noLimitOfStepsMeansNone() {
        PlainRuntime runtime({.steps = 0});
        QVERIFY(!stopped([&] { runtime.count_steps(uint64_t(1) << 50); }));
    }
    void realTimeBeyondTheLimitStopsTheRun() {
        PlainRuntime runtime({.steps = 0, .wall_time = std::chrono::milliseconds(20)});
        QVERIFY(stopped([&] {
                    for (;;) runtime.count_steps(1);
                }) == Reason::wall_time);
    }
    void virtualTimeCostsNothing() {
        PlainRuntime runtime({.wall_time = std::chrono::milliseconds(60'000)});
        runtime.advance(std::chrono::hours(1000));
        QVERIFY(!stopped([&] { runtime.check_interrupt(); }));
        QCOMPARE(runtime.now(), std::chrono::nanoseconds(std::chrono::hours(1000)));
    }
    void anotherThreadCanCancel() {
        PlainRuntime runtime({.steps = 0, .wall_time = std::chrono::milliseconds(0)});
        std::thread other([&] { runtime.cancel(); });
        QVERIFY(stopped([&] {
                    for (;;) runtime.count_steps(1);
                }) == Reason::cancelled);
        other.join();
    }
};

QTEST_APPLESS_MAIN(TestBudgets)
#include "tst_budgets.moc"
