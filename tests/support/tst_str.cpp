// Str: UTF-8 with its length in code points, and interning.
#include "support/plain_runtime.h"

#include <QtTest>

using namespace relata;

class TestStr : public QObject {
    Q_OBJECT

    PlainRuntime m_runtime;

  private slots:
    void countsCodePoints_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<uint>("length");
        QTest::newRow("empty") << QByteArray() << 0u;
        QTest::newRow("ascii") << QByteArray("task") << 4u;
        QTest::newRow("two-bytes-each") << QByteArray("\xc3\xa9\xc3\xa8") << 2u;
        QTest::newRow("three-bytes") << QByteArray("\xe2\x82\xac") << 1u;
        QTest::newRow("four-bytes") << QByteArray("\xf0\x9f\x98\x80!") << 2u;
        QTest::newRow("lone-surrogate") << QByteArray("\xed\xa0\x80") << 1u;
        QTest::newRow("nul-inside") << QByteArray("a\0b", 3) << 3u;
    }
    void countsCodePoints() {
        QFETCH(QByteArray, bytes);
        QFETCH(uint, length);
        const Ref<Str> text = m_runtime.make_str({bytes.data(), size_t(bytes.size())});
        QCOMPARE(text->length(), length);
        QCOMPARE(text->byte_count(), uint(bytes.size()));
        QCOMPARE(text->is_ascii(), length == uint(bytes.size()));
        QCOMPARE(find_invalid_utf8(text->view()), std::string_view::npos);
    }
    void invalidBytesBecomeReplacementCharacters_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("first_bad");
        QTest::newRow("bare-continuation") << QByteArray("a\x80z") << 1;
        QTest::newRow("cut-off") << QByteArray("ab\xe2\x82") << 2;
        QTest::newRow("overlong-slash") << QByteArray("\xc0\xaf") << 0;
        QTest::newRow("overlong-three") << QByteArray("\xe0\x80\xaf") << 0;
        QTest::newRow("beyond-unicode") << QByteArray("\xf4\x90\x80\x80") << 0;
        QTest::newRow("latin-1") << QByteArray("caf\xe9") << 3;
    }
    void invalidBytesBecomeReplacementCharacters() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, first_bad);
        QCOMPARE(find_invalid_utf8({bytes.data(), size_t(bytes.size())}), size_t(first_bad));
        const Ref<Str> text = m_runtime.make_str({bytes.data(), size_t(bytes.size())});
        QVERIFY(text->view().find("\xef\xbf\xbd") != std::string_view::npos);
        QCOMPARE(find_invalid_utf8(text->view()), std::string_view::npos);
    }
    void offsetsFollowCodePoints() {
        const Ref<Str> text = m_runtime.make_str("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z");
        const std::vector<uint32_t> expected{0, 1, 3, 6, 10, 11};
        for (uint32_t i = 0; i < expected.size(); ++i) QCOMPARE(text->offset_of(i), expected[i]);
    }
    void equalTextsInternToOneObject() {
        const Ref<Str> first = m_runtime.intern("assignee_id");
        QVERIFY(m_runtime.intern("assignee_id") == first);
        const Ref<Str> made = m_runtime.make_str("assignee_id");
        QVERIFY(made != first);
        QVERIFY(*made == *first);
        QVERIFY(m_runtime.intern(*made) == first);
        QVERIFY(!made->is_interned());
    }
    void differentInternedTextsDiffer() {
        QVERIFY(!(*m_runtime.intern("ab") == *m_runtime.intern("ac")));
        QVERIFY(!(*m_runtime.intern("ab") == *m_runtime.intern("abc")));
        QVERIFY(!(*m_runtime.make_str(std::string_view("a\0b", 3)) == *m_runtime.make_str("a")));
    }
    void oneCharacterStringsAreKeptReady() {
        QVERIFY(m_runtime.char_str('x') == m_runtime.char_str('x'));
        QVERIFY(m_runtime.char_str('x') == m_runtime.intern("x"));
        QCOMPARE(m_runtime.char_str(0)->length(), 1u);
    }
    void hashDependsOnTheCharactersAlone() {
        QCOMPARE(m_runtime.make_str("task")->hash(), PlainRuntime().make_str("task")->hash());
        QVERIFY(m_runtime.make_str("task")->hash() != m_runtime.make_str("tasks")->hash());
    }
};

QTEST_APPLESS_MAIN(TestStr)
#include "tst_str.moc"
