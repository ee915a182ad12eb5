// load_exercise: every problem of a folder at once, each with its line, and nothing read outside of the folder.
#include "course/exercise.h"

#include <QtTest>

using namespace relata;

class TestExercise : public QObject {
    Q_OBJECT

    static constexpr const char* manifest = R"(format_version: 1
id: first
uuid: 00000000-0000-4000-8000-000000000001
title: First
lesson: relationships
section: one
skills: [eager-loading]
difficulty: core
kind: query
minutes: 5
authors: [Somebody]
files: {editable: [query.py], readonly: [models.py]}
entry: query:get_tasks
datasets:
  - {id: small, size: 5}
  - {id: secret, size: 7, visibility: hidden}
checks:
  - {id: result, type: result_equals}
  - {id: count, type: query_count, max: 2, points: 2, needs: [result]}
starter_expect: {check: result, code: wrong-result}
wrong:
  - {dir: loop, fails: count, code: too-many-queries}
  - {dir: half, fails: result, code: wrong-result}
  - {dir: none, fails: result, code: wrong-result}
)";

    /// A folder "first" that is right but for its manifest.
    class Folder {
      public:
        explicit Folder(const QByteArray& yaml) {
            write("exercise.yaml", yaml);
            write("instructions.md", "Load the tasks.\n");
            write("hints.md", "## First\nLook.\n\n## Second\nLoad.\n");
            write("dataset.py", "def fill(session): pass\n");
            for (const char* dir : {"starter", "solutions/best", "wrong/loop", "wrong/half", "wrong/none"})
                for (const char* name : {"query.py", "models.py"}) write(QString("%1/%2").arg(dir, name), "x = 1\n");
        }
        void write(const QString& name, const QByteArray& text) {
            const QString path = root() + '/' + name;
            QDir().mkpath(QFileInfo(path).path());
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write %s", qUtf8Printable(path));
            file.write(text);
        }
        QString root() const { return m_dir.path() + "/first"; }
        course::LoadedExercise load() const { return course::load_exercise(root().toStdString()); }

      private:
        QTemporaryDir m_dir;
    };
    static QByteArray with(const QByteArray& before, const QByteArray& after) {
        const QByteArray changed = QByteArray(manifest).replace(before, after);
        if (changed == manifest) qFatal("'%s' is not in the manifest", before.constData());
        return changed;
    }
    static QByteArray texts(const std::vector<Diagnostic>& problems) {
        QByteArray all;
        for (const Diagnostic& p : problems)
            all += QByteArray::number(p.line) + ": " + QByteArray::fromStdString(p.message) +
                   (p.hint.empty() ? "" : " (" + QByteArray::fromStdString(p.hint) + ")") + "\n";
        return all;
    }

  private slots:
    void readsAnExerciseWithoutAProblem() {
        const Folder folder(manifest);
        const course::LoadedExercise loaded = folder.load();
        QCOMPARE(texts(loaded.problems), QByteArray());
        const course::Exercise& e = loaded.exercise;
        QCOMPARE(e.entry_module, std::string("query"));
        QCOMPARE(e.entry_function, std::string("get_tasks"));
        QCOMPARE(e.checks.size(), size_t(2));
        QCOMPARE(*e.checks[1].parameters.at("max").as<int64_t>(), int64_t(2));
        QCOMPARE(e.total_points(), 3.0);
        QVERIFY(e.datasets[1].hidden);
        QCOMPARE(e.hints, (std::vector<std::string>{"Look.", "Load."}));
        QCOMPARE(e.starter().size(), size_t(2));
        QCOMPARE(e.solution_names(), std::vector<std::string>{"best"});
    }
    void theReferenceComesFirst() {
        Folder folder(with("minutes: 5", "minutes: 5\nlimits: {steps: 1000}\nreference: best"));
        for (const char* name : {"query.py", "models.py"}) folder.write(QString("solutions/another/%1").arg(name), "x = 1\n");
        const course::LoadedExercise loaded = folder.load();
        QCOMPARE(loaded.exercise.solution_names(), (std::vector<std::string>{"best", "another"}));
        QCOMPARE(loaded.exercise.limits.steps, int64_t(1000));
    }
    void namesEveryMistakeOfAManifest_data() {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QByteArray>("problem");
        QTest::newRow("misspelt-key") << with("difficulty:", "dificulty:")
                                      << QByteArray("8: unknown key 'dificulty' in exercise.yaml (did you mean 'difficulty'?)\n");
        QTest::newRow("misspelt-kind") << with("kind: query", "kind: quary")
                                       << QByteArray("9: 'kind' must be one of: models | query | fix | predict | order | skill-test (did you mean 'query'?)\n");
        QTest::newRow("text-for-minutes") << with("minutes: 5", "minutes: long")
                                          << QByteArray("10: 'minutes' must be a whole number, not a text\n");
        QTest::newRow("other-format") << with("format_version: 1", "format_version: 2")
                                      << QByteArray("1: this version of Relata reads format_version 1\n");
        QTest::newRow("id-of-another-folder") << with("id: first", "id: second")
                                              << QByteArray("2: the id 'second' differs from the folder's name\n");
        QTest::newRow("file-outside") << with("[query.py]", "[../../etc/passwd]")
                                      << QByteArray("12: '../../etc/passwd' is not a path inside the answer's folder\n");
        QTest::newRow("absolute-file") << with("[query.py]", "[/etc/passwd]")
                                       << QByteArray("12: '/etc/passwd' is not a path inside the answer's folder\n");
        QTest::newRow("nul-in-a-file-name") << with("[query.py]", "[\"query.py\\0x\"]")
                                            << QByteArray("is not a path inside the answer's folder\n");
        QTest::newRow("missing-file") << with("[query.py]", "[other.py]") << QByteArray("12: starter/other.py is missing\n");
        QTest::newRow("name-too-long") << with("[query.py]", "[" + QByteArray(5000, 'x') + "]") << QByteArray("is missing\n");
        QTest::newRow("dataset-outside") << with("datasets:", "dataset: ../../../etc/passwd\ndatasets:")
                                         << QByteArray("14: 'dataset' must be a plain name\n");
        QTest::newRow("no-hidden-dataset") << with("visibility: hidden", "visibility: visible")
                                           << QByteArray("15: at least one dataset must be hidden (an answer written for the visible data must not pass)\n");
        QTest::newRow("size-beyond-reason") << with("size: 7", "size: 1000000000") << QByteArray("16: 'size' must lie between 0 and 100000\n");
        QTest::newRow("needs-nobody") << with("needs: [result]", "needs: [rezult]")
                                      << QByteArray("19: 'needs' names 'rezult', which is not a check above this one\n");
        QTest::newRow("negative-points") << with("points: 2", "points: -2") << QByteArray("19: 'points' must not be negative\n");
        QTest::newRow("check-twice") << with("id: count", "id: result") << QByteArray("19: two checks have the id 'result'\n");
        QTest::newRow("fails-no-check") << with("fails: count", "fails: coumt")
                                        << QByteArray("22: there is no check 'coumt' (did you mean 'count'?)\n");
        QTest::newRow("wrong-outside") << with("dir: loop", "dir: ../starter") << QByteArray("22: wrong/../starter is not a folder\n");
        QTest::newRow("no-time") << with("minutes: 5", "minutes: 5\nlimits: {seconds: 0}")
                                 << QByteArray("11: 'seconds' must lie between 1 and 3600\n");
        QTest::newRow("memory-overflows") << with("minutes: 5", "minutes: 5\nlimits: {memory_mb: 9223372036854775807}")
                                          << QByteArray("11: 'memory_mb' must lie between 1 and 65536\n");
        QTest::newRow("no-steps") << with("minutes: 5", "minutes: 5\nlimits: {steps: 0}")
                                  << QByteArray("11: 'steps' must lie between 1 and 100000000000\n");
        QTest::newRow("no-such-reference") << with("minutes: 5", "minutes: 5\nreference: better")
                                           << QByteArray("11: solutions/ has no 'better'\n");
        QTest::newRow("list-for-a-map") << with("files: {editable: [query.py], readonly: [models.py]}", "files: [query.py]")
                                        << QByteArray("12: 'files' must be a map of keys and values, not a list\n");
    }
    void namesEveryMistakeOfAManifest() {
        QFETCH(QByteArray, yaml);
        QFETCH(QByteArray, problem);
        const QByteArray all = texts(Folder(yaml).load().problems);
        QVERIFY2(all.contains(problem), all.constData());
    }
    void readsNoFileOutsideOfItsFolder() {
        Folder folder(with("[query.py]", "[../../secret.txt, query.py]"));
        folder.write("../secret.txt", "secret");
        const course::LoadedExercise loaded = folder.load();
        QCOMPARE(loaded.exercise.editable, std::vector<std::string>{"query.py"});
        for (const course::SourceFile& file : loaded.exercise.starter()) QVERIFY(file.text != "secret");
    }
    void tellsAllProblemsAtOnce() {
        const QByteArray all = texts(Folder("format_version: 1\nid: first\n").load().problems);
        for (const char* key : {"uuid", "title", "lesson", "section", "difficulty", "minutes", "kind", "entry", "starter_expect"})
            QVERIFY2(all.contains(QByteArray("lacks '") + key + "'"), key);
    }
    void aFolderWithoutAManifestSaysSo() {
        const QTemporaryDir empty;
        const course::LoadedExercise loaded = course::load_exercise(empty.path().toStdString());
        QCOMPARE(texts(loaded.problems), QByteArray("0: there is no exercise.yaml here\n"));
    }
    void aLoopOfLinksIsNoExercise() {
        const Folder folder(manifest);
        QVERIFY(QFile::link(folder.root() + "/solutions/loop", folder.root() + "/solutions/loop"));
        QVERIFY(QFile::link(folder.root() + "/../round", folder.root() + "/../round"));
        QCOMPARE(folder.load().exercise.solution_names(), std::vector<std::string>{"best"});
        QCOMPARE(course::find_exercises((folder.root() + "/..").toStdString()).size(), size_t(1));
    }
    void anAnswerWithoutItsFileIsNamed() {
        const Folder folder(manifest);
        const course::Exercise e = folder.load().exercise;
        QVERIFY(e.read_answer((folder.root() + "/wrong/loop").toStdString()));
        const auto missing = e.read_answer((folder.root() + "/nowhere").toStdString());
        QVERIFY(!missing);
        QCOMPARE(missing.error().message, std::string("the answer lacks query.py"));
    }
    void theHashFollowsEveryFileThatGradingUses() {
        Folder folder(manifest);
        const std::string before = folder.load().exercise.manifest_hash;
        QCOMPARE(folder.load().exercise.manifest_hash, before);
        folder.write("solutions/best/query.py", "x = 2\n");
        QVERIFY(folder.load().exercise.manifest_hash != before);
    }
};

QTEST_APPLESS_MAIN(TestExercise)
#include "tst_exercise.moc"
