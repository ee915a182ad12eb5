// Dict: insertion order through deletion and growth, and what iterators rely on.
#include "support/plain_runtime.h"

#include <QtTest>

#include <random>

using namespace relata;

class TestDict : public QObject {
    Q_OBJECT

    PlainRuntime m_runtime;

    Ref<Dict> filled(std::initializer_list<const char*> keys) {
        Ref<Dict> dict = m_runtime.make_dict();
        for (const char* key : keys) dict->set(*m_runtime.intern(key), Value::small_int(int64_t(dict->size())));
        return dict;
    }
    static std::vector<std::string> keys(const Dict& dict) {
        std::vector<std::string> found;
        dict.for_each([&](const Value& key, const Value&) { found.emplace_back(key.get<Str>().view()); });
        return found;
    }

  private slots:
    void keepsTheOrderOfInsertion() {
        QCOMPARE(keys(*filled({"b", "a", "c"})), (std::vector<std::string>{"b", "a", "c"}));
    }
    void overwritingKeepsTheFirstPlace() {
        const Ref<Dict> dict = filled({"b", "a", "c"});
        dict->set(*m_runtime.intern("b"), Value::none());
        QCOMPARE(keys(*dict), (std::vector<std::string>{"b", "a", "c"}));
        QVERIFY(dict->find("b")->is_none());
        QCOMPARE(dict->size(), size_t(3));
    }
    void aKeyThatComesBackGoesToTheEnd() {
        const Ref<Dict> dict = filled({"b", "a", "c"});
        QVERIFY(dict->erase(*m_runtime.intern("b")));
        QVERIFY(!dict->erase(*m_runtime.intern("b")));
        QVERIFY(!dict->find("b"));
        dict->set(*m_runtime.intern("b"), Value::none());
        QCOMPARE(keys(*dict), (std::vector<std::string>{"a", "c", "b"}));
    }
    void findsEqualTextThatIsAnotherObject() {
        const Ref<Dict> dict = filled({"name"});
        const Ref<Str> other = m_runtime.make_str("name");
        QVERIFY(other != m_runtime.intern("name"));
        QVERIFY(dict->find(*other));
        QVERIFY(dict->find(m_runtime, Value(other)));
        QVERIFY(!dict->find("nam"));
    }
    void popGivesTheValueAndIsUnsetWhereThereIsNone() {
        const Ref<Dict> dict = filled({"x", "y"});
        QCOMPARE(dict->pop(m_runtime, m_runtime.intern("y")).as_small_int(), int64_t(1));
        QVERIFY(!dict->pop(m_runtime, m_runtime.intern("y")).is_set());
        QCOMPARE(keys(*dict), std::vector<std::string>{"x"});
    }
    void versionMovesWithTheKeysOnly() {
        const Ref<Dict> dict = filled({"x"});
        const uint32_t before = dict->version();
        dict->set(*m_runtime.intern("x"), Value::none());
        QCOMPARE(dict->version(), before);
        dict->set(*m_runtime.intern("y"), Value::none());
        QVERIFY(dict->version() != before);
    }
    void clearingDropsValuesAtOnce() {
        const Ref<Dict> dict = filled({"x"});
        const Ref<List> value = m_runtime.make_list();
        dict->set(*m_runtime.intern("y"), value);
        QCOMPARE(value->ref_count(), 2u);
        dict->clear();
        QCOMPARE(value->ref_count(), 1u);
        QVERIFY(dict->empty());
        dict->set(*m_runtime.intern("z"), value);
        QCOMPARE(keys(*dict), std::vector<std::string>{"z"});
    }
    /// Against a list of pairs that is searched from its start.
    void behavesAsAnOrderedListThroughManyChanges() {
        const Ref<Dict> dict = m_runtime.make_dict();
        std::vector<std::pair<std::string, int64_t>> model;
        std::mt19937 random(1);
        for (int64_t round = 0; round < 20'000; ++round) {
            const std::string key = "k" + std::to_string(random() % 200);
            const auto found = std::ranges::find(model, key, &std::pair<std::string, int64_t>::first);
            if (random() % 3 == 0) {
                QCOMPARE(dict->erase(*m_runtime.make_str(key)), found != model.end());
                if (found != model.end()) model.erase(found);
            } else {
                dict->set(*m_runtime.make_str(key), Value::small_int(round));
                if (found != model.end()) found->second = round;
                else model.emplace_back(key, round);
            }
        }
        std::vector<std::pair<std::string, int64_t>> mine;
        dict->for_each([&](const Value& key, const Value& value) {
            mine.emplace_back(key.get<Str>().view(), value.as_small_int());
        });
        QCOMPARE(mine, model);
        QCOMPARE(dict->size(), model.size());
        QVERIFY(dict->entries().size() < 1000); // deleted entries do not pile up
    }
};

QTEST_APPLESS_MAIN(TestDict)
#include "tst_dict.moc"
