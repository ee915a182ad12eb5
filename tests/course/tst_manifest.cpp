// ManifestReader: what YAML may hold, and hostile YAML that ends in a Diagnostic soon.
#include "course/manifest_reader.h"

#include <QtTest>

using namespace relata;
using course::Setting;

class TestManifest : public QObject {
    Q_OBJECT

    /// The first problem's text with its hint, e.g. "m.yaml:2: unknown key ... did you mean 'title'?".
    static std::string first_problem(const std::string& yaml) {
        const auto parsed = course::parse_yaml(yaml, "m.yaml");
        if (!parsed) return parsed.error().to_string();
        std::vector<Diagnostic> problems;
        course::ManifestReader manifest(*parsed, "m.yaml", "the manifest", problems);
        manifest.text("title", "");
        manifest.integer("minutes", 0);
        manifest.boolean("required", false);
        manifest.texts("skills");
        static constexpr std::array<std::string_view, 2> kinds{"query", "models"};
        manifest.one_of("kind", kinds, 0);
        manifest.refuse_unknown_keys();
        return problems.empty() ? std::string() : problems.front().to_string();
    }

  private slots:
    void readsEachKindOfValue_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("kind");
        QTest::newRow("nothing") << QByteArray("a:") << 0;
        QTest::newRow("true") << QByteArray("a: true") << 1;
        QTest::newRow("yes-is-a-text") << QByteArray("a: yes") << 4;
        QTest::newRow("whole-number") << QByteArray("a: -12") << 2;
        QTest::newRow("fraction") << QByteArray("a: 1.5") << 3;
        QTest::newRow("exponent") << QByteArray("a: 1e3") << 3;
        QTest::newRow("quoted-number") << QByteArray("a: '12'") << 4;
        QTest::newRow("too-long-for-64-bits") << QByteArray("a: 99999999999999999999") << 3;
        QTest::newRow("nan-is-a-text") << QByteArray("a: .nan") << 4;
        QTest::newRow("version-is-a-text") << QByteArray("a: 1.2.3") << 4;
        QTest::newRow("list") << QByteArray("a: [1, 2]") << 5;
        QTest::newRow("map") << QByteArray("a: {b: 1}") << 6;
    }
    void readsEachKindOfValue() {
        QFETCH(QByteArray, text);
        QFETCH(int, kind);
        const auto parsed = course::parse_yaml(text.toStdString(), "m.yaml");
        QVERIFY(parsed);
        QCOMPARE(int(parsed->as<Setting::Map>()->at("a").data().index()), kind);
        QCOMPARE(parsed->as<Setting::Map>()->at("a").line(), 1);
    }
    void namesThePlaceAndTheRemedy_data() {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QByteArray>("problem");
        QTest::newRow("right") << QByteArray("title: x\nkind: models\n") << QByteArray();
        QTest::newRow("unknown-key") << QByteArray("minutes: 3\ntitel: x\n")
                                     << QByteArray("m.yaml:2: unknown key 'titel' in the manifest\n  did you mean 'title'?");
        QTest::newRow("unknown-key-like-none") << QByteArray("zzzzzzzz: x\n")
                                               << QByteArray("m.yaml:1: unknown key 'zzzzzzzz' in the manifest");
        QTest::newRow("text-for-number") << QByteArray("\n\nminutes: five\n")
                                         << QByteArray("m.yaml:3: 'minutes' must be a whole number, not a text");
        QTest::newRow("fraction-for-whole-number") << QByteArray("minutes: 1.5\n")
                                                   << QByteArray("m.yaml:1: 'minutes' must be a whole number, not a number");
        QTest::newRow("list-for-text") << QByteArray("title: [a]\n")
                                       << QByteArray("m.yaml:1: 'title' must be a text, not a list");
        QTest::newRow("text-for-boolean") << QByteArray("required: yes\n")
                                          << QByteArray("m.yaml:1: 'required' must be true or false, not a text");
        QTest::newRow("map-in-list-of-texts") << QByteArray("skills:\n - a\n - {b: 1}\n")
                                              << QByteArray("m.yaml:3: 'skills' holds a map where a text must stand");
        QTest::newRow("misspelt-choice") << QByteArray("kind: qeury\n")
                                         << QByteArray("m.yaml:1: 'kind' must be one of: query | models\n  did you mean 'query'?");
        QTest::newRow("list-at-the-top") << QByteArray("- a\n")
                                         << QByteArray("m.yaml:1: the manifest must be a map of keys and values, not a list");
        QTest::newRow("empty") << QByteArray()
                               << QByteArray("m.yaml: the manifest must be a map of keys and values, not nothing");
    }
    void namesThePlaceAndTheRemedy() {
        QFETCH(QByteArray, yaml);
        QFETCH(QByteArray, problem);
        QCOMPARE(QByteArray::fromStdString(first_problem(yaml.toStdString())), problem);
    }
    void refusesWhatIsNoYaml_data() {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<int>("line");
        QTest::newRow("tab-indentation") << QByteArray("a:\n\tb: 1\n") << 2;
        QTest::newRow("unclosed-bracket") << QByteArray("a: [1,\n") << 2;
        QTest::newRow("key-twice") << QByteArray("a: 1\nb: 2\na: 3\n") << 3;
        QTest::newRow("list-as-key") << QByteArray("? [a]\n: 1\n") << 1;
        QTest::newRow("unknown-alias") << QByteArray("a: 1\nb: *nobody\n") << 2;
    }
    void refusesWhatIsNoYaml() {
        QFETCH(QByteArray, yaml);
        QFETCH(int, line);
        const auto parsed = course::parse_yaml(yaml.toStdString(), "m.yaml");
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().line, line);
        QVERIFY(QByteArray::fromStdString(parsed.error().message).startsWith("not valid YAML: "));
    }
    void hostileFilesEndSoon_data() {
        QTest::addColumn<QByteArray>("yaml");
        QByteArray bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n";
        for (char c = 'b'; c <= 'j'; ++c)
            bomb += QByteArray(1, c) + ": &" + c + " [" + QByteArray(9, '?').replace("?", QByteArray("*") + char(c - 1) + ",") + "]\n";
        QTest::newRow("alias-bomb") << bomb;
        QTest::newRow("long-text-in-many-aliases")
            << QByteArray("a: &a ") + QByteArray(500'000, 'x') + "\nb: [" + QByteArray(10'000, '?').replace("?", "*a,") + "]\n";
        QTest::newRow("alias-to-itself") << QByteArray("a: &a [*a, *a]\n");
        QTest::newRow("deep-lists") << QByteArray(100'000, '[');
        QTest::newRow("deep-maps") << QByteArray(100'000, '{');
        QTest::newRow("deep-indentation") << QByteArray(50'000, '?').replace("?", "- ");
        QTest::newRow("more-than-a-megabyte") << QByteArray(2 << 20, 'a');
        QTest::newRow("many-keys") << "{" + QByteArray(120'000, '?').replace("?", "a: ,") + "}";
        QTest::newRow("nul-bytes") << QByteArray(1000, '\0');
        QTest::newRow("no-utf-8") << QByteArray("a: \xff\xfe\n");
    }
    void hostileFilesEndSoon() {
        QFETCH(QByteArray, yaml);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!first_problem(yaml.toStdString()).empty());
        QVERIFY(timer.elapsed() < 20'000);
    }
};

QTEST_APPLESS_MAIN(TestManifest)
#include "tst_manifest.moc"
