// Value and Ref: what stands in one word, and when an object goes.
#include "support/plain_runtime.h"

#include <QtTest>

using namespace relata;

namespace {

/// Says when it is destroyed.
class Probe final : public Object {
  public:
    Probe(Type& type, int& deaths) : Object(type), m_deaths(deaths) {}
    ~Probe() override { ++m_deaths; }

  private:
    int& m_deaths;
};

} // namespace

class TestValue : public QObject {
    Q_OBJECT

  private slots:
    void smallIntsStandInTheWord_data() {
        QTest::addColumn<qint64>("number");
        QTest::newRow("zero") << qint64(0);
        QTest::newRow("minus-one") << qint64(-1);
        QTest::newRow("largest") << qint64(Value::small_int_max);
        QTest::newRow("smallest") << qint64(Value::small_int_min);
    }
    void smallIntsStandInTheWord() {
        QFETCH(qint64, number);
        const Value v = Value::small_int(number);
        QVERIFY(v.is_small_int());
        QVERIFY(!v.is_object());
        QCOMPARE(qint64(v.as_small_int()), number);
        QVERIFY(v.is(Value::small_int(number)));
    }
    void beyondSixtyThreeBitsIsNoSmallInt() {
        QVERIFY(Value::fits_small_int(Value::small_int_max));
        QVERIFY(!Value::fits_small_int(Value::small_int_max + 1));
        QVERIFY(!Value::fits_small_int(Value::small_int_min - 1));
        QVERIFY(!Value::fits_small_int(INT64_MIN));
    }
    void singletonsAreNoObjectsAndDiffer() {
        const Value all[] = {Value(), Value::none(), Value::boolean(true), Value::boolean(false), Value::not_implemented(),
                             Value::ellipsis()};
        for (const Value& a : all) {
            QVERIFY(!a.is_object());
            QVERIFY(!a.is_small_int());
            QCOMPARE(std::ranges::count_if(all, [&](const Value& b) { return a.is(b); }), 1);
        }
        QVERIFY(!Value().is_set());
        QVERIFY(Value::none().is_set());
    }
    void lastReferenceDestroysAtOnce() {
        PlainRuntime runtime;
        int deaths = 0;
        Value first = runtime.make<Probe>(runtime.type(BuiltinType::object), deaths);
        Value second = first;
        QCOMPARE(first.as_object()->ref_count(), 2u);
        first.reset();
        QCOMPARE(deaths, 0);
        second = Value::none();
        QCOMPARE(deaths, 1);
    }
    void movingTakesTheReference() {
        PlainRuntime runtime;
        int deaths = 0;
        Value first = runtime.make<Probe>(runtime.type(BuiltinType::object), deaths);
        Value second = std::move(first);
        QVERIFY(!first.is_set());
        QCOMPARE(second.as_object()->ref_count(), 1u);
        second = *&second; // onto itself
        QCOMPARE(deaths, 0);
    }
    void deathIsToldOnce() {
        PlainRuntime runtime;
        int deaths = 0, told = 0, forgotten = 0;
        Ref<Probe> probe = runtime.make<Probe>(runtime.type(BuiltinType::object), deaths);
        runtime.on_death(*probe, [&] { ++told; });
        runtime.forget(*probe, runtime.on_death(*probe, [&] { ++forgotten; }));
        probe.reset();
        QCOMPARE(deaths, 1);
        QCOMPARE(told, 1);
        QCOMPARE(forgotten, 0);
    }
    void longChainGoesWithoutUsingUpTheStack() {
        PlainRuntime runtime;
        runtime.make_list(); // the list type's own memory
        const size_t before = runtime.heap().used();
        int deaths = 0;
        Value chain = runtime.make<Probe>(runtime.type(BuiltinType::object), deaths);
        for (int i = 0; i < 500'000; ++i) {
            Ref<List> outer = runtime.make_list();
            outer->append(std::move(chain));
            chain = std::move(outer);
        }
        QCOMPARE(deaths, 0);
        chain.reset();
        QCOMPARE(deaths, 1);
        QCOMPARE(runtime.heap().used(), before);
    }
    void endOfARunTakesCyclesApart() {
        int deaths = 0;
        {
            PlainRuntime runtime;
            Ref<List> loop = runtime.make_list();
            loop->append(loop);
            loop->append(runtime.make<Probe>(runtime.type(BuiltinType::object), deaths));
            loop.reset();
            QCOMPARE(deaths, 0);
        }
        QCOMPARE(deaths, 1);
    }
};

QTEST_APPLESS_MAIN(TestValue)
#include "tst_value.moc"
