// The commands in process: exit status, stdout, stderr, files.
#include "cli/command.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include <sstream>

class TestCli : public QObject {
    Q_OBJECT

    struct Ran {
        int status;
        QString out, err;
    };
    static Ran relata(std::vector<std::string> arguments, const std::string& in = {}) {
        std::istringstream input(in);
        std::ostringstream out, err;
        const int status = ::relata::cli::main(arguments, input, out, err);
        return {status, QString::fromStdString(out.str()), QString::fromStdString(err.str())};
    }
    /// The same with the bundled exercises.
    static Ran course(std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--exercises", exercises()});
        return relata(std::move(arguments));
    }
    static std::string exercises() { return RELATA_SOURCE_DIR "/exercises"; }
    std::string write(const QString& name, const QByteArray& text) {
        const QString path = m_dir.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("can't write %s", qPrintable(path));
        return path.toStdString();
    }
    QByteArray read(const std::string& path) {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(cannot be read)");
    }
    std::string path(const QString& name) { return m_dir.filePath(name).toStdString(); }

    static constexpr const char* model = "from sqlmodel import *\n"
                                         "class Tool(SQLModel, table=True):\n"
                                         "    id: int | None = Field(default=None, primary_key=True)\n"
                                         "    name: str\n";
    QTemporaryDir m_dir;

  private slots:
    // ---- relata
    void noCommandIsWrongUsage() {
        const Ran ran = relata({});
        QCOMPARE(ran.status, 2);
        QVERIFY(ran.out.isEmpty() && ran.err.contains("usage: relata COMMAND"));
    }
    void unknownCommandIsWrongUsage() {
        const Ran ran = relata({"frobnicate"});
        QCOMPARE(ran.status, 2);
        QVERIFY(ran.err.contains("there is no command 'frobnicate'"));
    }
    void helpAndVersionGoToStdout() {
        QCOMPARE(relata({"--help"}).status, 0);
        QVERIFY(relata({"--version"}).out.startsWith("relata "));
        for (const char* command : {"list", "show", "start", "run", "check", "grade"}) {
            const Ran ran = relata({command, "--help"});
            QCOMPARE(ran.status, 0);
            QVERIFY2(ran.out.contains("Usage") && ran.err.isEmpty(), command);
        }
    }
    void unknownOptionIsWrongUsage_data() {
        QTest::addColumn<QString>("command");
        for (const char* command : {"list", "show", "start", "run", "check", "grade"})
            QTest::newRow(command) << command;
    }
    void unknownOptionIsWrongUsage() {
        QFETCH(QString, command);
        const Ran ran = relata({command.toStdString(), "--frobnicate"});
        QCOMPARE(ran.status, 2);
        QVERIFY(ran.out.isEmpty());
        QVERIFY2(ran.err.startsWith("relata " + command + ": "), qPrintable(ran.err));
    }

    // ---- run
    void runWritesWhatTheProgramWrites() {
        const Ran ran = relata({"run", write("hello.py", "print('hello')\n")});
        QCOMPARE(ran.status, 0);
        QCOMPARE(ran.out, "hello\n");
        QVERIFY(ran.err.isEmpty());
    }
    void runReadsStdin() {
        const Ran ran = relata({"run", "-"}, "print(6 * 7)\n");
        QCOMPARE(ran.status, 0);
        QCOMPARE(ran.out, "42\n");
    }
    void runRunsTheMainFileOfAFolder() {
        write("app/main.py", "import greeting\nprint(greeting.text)\n");
        write("app/greeting.py", "text = 'hi'\n");
        QCOMPARE(relata({"run", path("app")}).out, "hi\n");
    }
    void runShowsATracebackAndExitsWithOne() {
        const Ran ran = relata({"run", "-"}, "1 / 0\n");
        QCOMPARE(ran.status, 1);
        QVERIFY(ran.err.endsWith("ZeroDivisionError: division by zero\n"));
    }
    void runExplainsAKnownErrorBeneathItsTraceback() {
        const Ran ran = relata({"run", "-"}, "print(selectinload)\n");
        QCOMPARE(ran.status, 1);
        const qsizetype trace = ran.err.indexOf("NameError: name 'selectinload' is not defined\n");
        QVERIFY2(trace > 0 && ran.err.indexOf("\nA name is not known here.\n") > trace, qPrintable(ran.err));
        QVERIFY2(ran.err.endsWith("More: relata show error name-error\n"), qPrintable(ran.err));
        QVERIFY(relata({"run", "-", "--trace", "-"}, "print(selectinload)\n").err.isEmpty());
    }
    void showErrorShowsItsPage() {
        const Ran ran = relata({"show", "error", "missing-greenlet"});
        QCOMPARE(ran.status, 0);
        QVERIFY2(ran.out.startsWith("# A query was needed where nobody awaits\n\nAn attribute") && ran.out.contains("asyncio.run(main())"), qPrintable(ran.out));
        QVERIFY(relata({"show", "error"}).out.contains("\nunique-required "));
        for (const char* name : {"MissingGreenlet", "sqlalchemy.exc.MissingGreenlet"})
            QVERIFY2(relata({"show", "error", name}).out.startsWith("missing-greenlet "), name);
        const Ran unknown = relata({"show", "error", "missing-grenlet"});
        QCOMPARE(unknown.status, 2);
        QVERIFY2(unknown.err.contains("did you mean 'missing-greenlet'?"), qPrintable(unknown.err));
    }
    void runListsQueries() {
        const std::string program =
            write("tools.py", QByteArray(model) +
                                  "e = create_engine('sqlite://')\nSQLModel.metadata.create_all(e)\n"
                                  "with Session(e) as s:\n    s.exec(select(Tool)).all()\n");
        const Ran ran = relata({"run", program, "--queries"});
        QCOMPARE(ran.status, 0);
        QVERIFY2(ran.out.contains(
                     "1 query\n  1  line 8  SELECT tool.id, tool.name FROM tool\n       query, 0 rows"),
                 qPrintable(ran.out));
    }
    void runWritesTheTraceInsteadOfTheOutput() {
        const Ran ran = relata({"run", "-", "--trace", "-"}, "print('x')\n");
        const QJsonObject trace = QJsonDocument::fromJson(ran.out.toUtf8()).object();
        QCOMPARE(trace["stdout"].toString(), "x\n");
        QVERIFY(trace["error"].isNull() && trace["statements"].isArray() && trace["warnings"].isArray());
    }
    void runWritesTheTraceToAFileBesideTheOutput() {
        const Ran ran = relata({"run", "-", "--trace=" + path("trace.json")}, "print('x')\n");
        QCOMPARE(ran.out, "x\n");
        QVERIFY(QJsonDocument::fromJson(read(path("trace.json"))).isObject());
    }
    void runStopsAtItsLimits() {
        const Ran slow = relata({"run", "-", "--timeout", "0.2", "--steps", "0"}, "while True:\n    pass\n");
        QCOMPARE(slow.status, 124);
        QVERIFY(slow.err.startsWith("relata: "));
        const Ran loud = relata({"run", "-", "--output", "1000"}, "while True:\n    print('x' * 100)\n");
        QCOMPARE(loud.status, 1);
        QVERIFY(loud.out.size() <= 2000);
    }
    void runRefusesWrongUsage_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("message");
        QTest::newRow("no-program") << QStringList{"run"} << "PROGRAM";
        QTest::newRow("no-file") << QStringList{"run", "/nowhere/x.py"} << "can't open file '/nowhere/x.py'";
        QTest::newRow("two-programs") << QStringList{"run", "a.py", "b.py"} << "b.py";
        QTest::newRow("not-a-number") << QStringList{"run", "-", "--steps", "many"} << "many";
        QTest::newRow("negative") << QStringList{"run", "-", "--timeout", "-1"} << "-1";
        QTest::newRow("no-value") << QStringList{"run", "-", "--trace"} << "--trace";
        QTest::newRow("database-without-name")
            << QStringList{"run", "-", "--db", "shop.db"} << "--db takes NAME=FILE";
        QTest::newRow("no-database") << QStringList{"run", "-", "--db", "shop.db=/nowhere/shop.db"}
                                     << "can't open database";
    }
    void runRefusesWrongUsage() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, message);
        std::vector<std::string> words;
        for (const QString& argument : arguments)
            words.push_back(argument.toStdString());
        const Ran ran = relata(words);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(message), qPrintable(ran.err));
    }
    void runBeginsWithACopyOfTheDatabase() {
        const std::string database = path("shop.db");
        // An empty file is an empty database.
        write("shop.db", "");
        const std::string program =
            std::string(model) + "e = create_engine('sqlite:///shop.db')\nSQLModel.metadata.create_all(e)\n"
                                 "with Session(e) as s:\n    s.add(Tool(name='saw'))\n    s.commit()\n"
                                 "    print(len(s.exec(select(Tool)).all()))\n";
        QCOMPARE(relata({"run", "--db", "shop.db=" + database, "-"}, program).out, "1\n");
        QCOMPARE(relata({"run", "--db", "shop.db=" + database, "-"}, program).out, "1\n");
        QCOMPARE(read(database), QByteArray());
    }

    // ---- list, show, start
    void listNamesEveryExercise() {
        const Ran ran = course({"list"});
        QCOMPARE(ran.status, 0);
        QVERIFY(ran.out.contains("mend-the-loop") && ran.out.contains("Two workers, one table") &&
                !ran.out.contains("samples"));
    }
    void showGivesInstructionsAndChecks() {
        const Ran ran = course({"show", "mend-the-loop"});
        QCOMPARE(ran.status, 0);
        QVERIFY(ran.out.startsWith("# Mend the loop") &&
                ran.out.contains("few-queries (query_count, 3 points)") && !ran.out.contains("hint 1"));
        QVERIFY(course({"show", "mend-the-loop", "--hints"}).out.contains("hint 1:"));
    }
    void unknownExerciseIsWrongUsageWithASuggestion() {
        for (const char* command : {"show", "start", "check"}) {
            std::vector<std::string> arguments{command, "mend-the-lop"};
            if (std::string(command) != "show") arguments.push_back(path("x"));
            const Ran ran = course(arguments);
            QCOMPARE(ran.status, 2);
            QVERIFY2(ran.err.contains("did you mean 'mend-the-loop'?"), qPrintable(ran.err));
        }
    }
    void startCopiesTheStarterAndNeverOverwrites() {
        const Ran first = course({"start", "mend-the-loop", path("mine")});
        QCOMPARE(first.status, 0);
        QCOMPARE(first.out,
                 QString::fromStdString(path("mine/query.py") + "\n" + path("mine/models.py") + "\n"));
        write("mine/query.py", "# edited\n");
        const Ran second = course({"start", "mend-the-loop", path("mine")});
        QCOMPARE(second.status, 2);
        QVERIFY(second.err.contains("is there already"));
        QCOMPARE(read(path("mine/query.py")), QByteArray("# edited\n"));
    }

    // ---- check, grade
    void checkTellsTheLearner() {
        const Ran right = course({"check", "mend-the-loop", exercises() + "/samples/ada/mend-the-loop"});
        QCOMPARE(right.status, 0);
        QVERIFY(right.out.contains("passed: 9 of 9 points"));
        const Ran wrong =
            course({"check", "mend-the-loop", exercises() + "/mend-the-loop/starter", "--quick"});
        QCOMPARE(wrong.status, 1);
        QVERIFY2(wrong.out.contains("lazy loads of Task.assignee at query.py:10"), qPrintable(wrong.out));
    }
    void checkOfAFolderWithoutTheFileIsNotGradable() {
        const Ran ran = course({"check", "mend-the-loop", path("nothing")});
        QCOMPARE(ran.status, 3);
        QVERIFY(ran.out.contains("the answer lacks query.py"));
    }
    void newExercisesOfEveryKindAreProved() {
        const std::string folder = path("made");
        QDir().mkpath(QString::fromStdString(folder));
        for (const char* kind : {"models", "query", "predict", "order", "skill-test"})
            QCOMPARE(relata({"author", "new", std::string("made-") + kind, "--kind", kind, "--exercises", folder}).status, 0);
        const Ran ran = relata({"author", "check", "--seeds", "1", "--exercises", folder});
        QVERIFY2(ran.out.endsWith("5 of 5 exercises proved\n"), qPrintable(ran.out));
        QCOMPARE(ran.status, 0);
    }
    void survivorsOfMutationWantAnExplanation() {
        const std::string folder = path("surviving"), exercise = folder + "/limited";
        QDir().mkpath(QString::fromStdString(folder));
        QCOMPARE(relata({"author", "new", "limited", "--exercises", folder}).status, 0);
        const auto check = [&] { return relata({"author", "check", "--seeds", "1", "--exercises", folder}); };
        const QByteArray query = read(exercise + "/solutions/selectinload/query.py"), manifest = read(exercise + "/exercise.yaml");
        const auto manifest_with = [&](const QByteArray& survivors) { write("surviving/limited/exercise.yaml", manifest + "survivors:\n" + survivors); };
        write("surviving/limited/solutions/selectinload/query.py", QByteArray(query).replace(").order_by(Author.name)", ").order_by(Author.name).limit(10000)"));
        const Ran unexplained = check();
        QCOMPARE(unexplained.status, 4);
        QVERIFY2(unexplained.out.contains("survivors-explained: solutions/selectinload/query.py:8 still passes after drop-clause"), qPrintable(unexplained.out));
        manifest_with("  - {mistake: drop-clause, file: query.py, text: .limit, because: No school has so many authors.}\n"
                      "  - {mistake: change-number, file: query.py, because: Nor has it more.}\n");
        const Ran explained = check();
        QVERIFY2(explained.status == 0 && explained.out.contains("2 survivors explained"), qPrintable(explained.out));
        const Ran shown = relata({"author", "mutate", "--least", "0", "--exercises", folder});
        QVERIFY2(shown.out.contains("survives: drop-clause") && shown.out.contains("No school has so many authors."), qPrintable(shown.out));
        write("surviving/limited/solutions/selectinload/query.py", query);
        const Ran idle = check();
        QVERIFY2(idle.status == 4 && idle.out.contains("explains drop-clause in query.py at \".limit\", and no such mutant passes"), qPrintable(idle.out));
        manifest_with("  - {mistake: drop-clause, file: models.py, because: x, whi: y}\n");
        const Ran wrong = check();
        QVERIFY2(wrong.status == 4 && wrong.out.contains("'models.py' is none of the editable files") && wrong.out.contains("whi"), qPrintable(wrong.out));
        write("surviving/limited/exercise.yaml", QByteArray(manifest).replace("section: the-n-plus-1-problem", "section: the-n-plus-1-problen"));
        const Ran astray = relata({"author", "check", "--quick", "--seeds", "1", "--exercises", folder});
        QVERIFY2(astray.status == 4 && astray.out.contains("has no section 'the-n-plus-1-problen': did you mean 'the-n-plus-1-problem'?"), qPrintable(astray.out));
    }
    void findingsPointIntoTheFilesAndNameWhatIsNear() {
        const std::string named = write("near/ada/bills/query.py", "def get_bills(session):\n    return []\n");
        const std::string broken = write("near/ben/bills/query.py", "\ndef bills(session:\n    return []\n");
        const Ran ran = course({"grade", path("near"), "--progress", "none", "--out", "annotations=-"});
        QVERIFY2(ran.out.contains(QString::fromStdString("file=" + named + ",")) && ran.out.contains("Is it get_bills?"), qPrintable(ran.out));
        QVERIFY2(ran.out.contains(QString::fromStdString("file=" + broken + ",line=2,")) && ran.out.contains("::SyntaxError: '(' was never closed\n"), qPrintable(ran.out));
        QVERIFY(course({"grade", path("near"), "--progress", "none", "--out", "sarif=-"}).out.contains("near/ben/bills/query.py"));
        QVERIFY(course({"grade", path("near"), "--progress", "none", "--out", "summary=-"}).out.contains("was never closed"));
    }
    void batchIsTheSameWithSeveralJobsAndFromAnArchive() {
        const std::string samples = exercises() + "/samples/ben";
        QCOMPARE(course({"grade", samples, "--out", "json", "--jobs", "3"}).out, course({"grade", samples, "--out", "json"}).out);
        QCOMPARE(course({"author", "pack", "two-workers", "--output", path("class.zip")}).status, 0);
        const Ran ran = course({"grade", path("class.zip"), "--exercise", "two-workers", "--out", "csv=-"});
        QVERIFY2(ran.out.contains("two-workers,two-workers,graded,true,8,8,100,"), qPrintable(ran.out));
        QVERIFY(course({"grade", write("broken.zip", "PK no archive")}).status == 2);
    }
    void hintsWatchAndExport() {
        QVERIFY(course({"hint", "mend-the-loop", "--number", "2"}).out.startsWith("hint 2 of 3"));
        QCOMPARE(course({"hint", "mend-the-loop", "--number", "9"}).status, 2);
        QCOMPARE(course({"watch", "two-workers", exercises() + "/samples/ada/two-workers", "--times", "1"}).status, 0);
        QCOMPARE(course({"export", "mend-the-loop", path("project")}).status, 0);
        QVERIFY(read(path("project/expected.json")).contains("\"most_selects\": 2"));
        QVERIFY(read(path("project/test_answer.py")).contains("def test_answer(dataset)"));
    }
    void gradeFindsTheSamples() {
        const Ran ran = course({"grade", "--progress", "none", exercises() + "/samples"});
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.out.contains("ada/mend-the-loop: ") && ran.out.contains("8 answers: 3 passed, 5 failed"),
                 qPrintable(ran.out));
        QVERIFY(ran.err.isEmpty());
    }
    void gradeGivesTheSameBytesTwice() {
        const std::string folder = exercises() + "/samples/ben";
        const Ran first = course({"grade", folder, "--out", "json"}),
                  second = course({"grade", folder + "/", "--out=json=-"});
        QCOMPARE(first.out, second.out);
        const QJsonObject results = QJsonDocument::fromJson(first.out.toUtf8()).object();
        QCOMPARE(results["format"].toString(), "relata-results");
        QCOMPARE(results["results"].toArray().size(), 3);
    }
    void gradeWritesFilesAndNothingElseToStdout() {
        const Ran ran =
            course({"grade", "--exercise", "mend-the-loop", exercises() + "/samples/ada/mend-the-loop",
                    "--out", "json=" + path("results/{submission}-{id}.json")});
        QCOMPARE(ran.status, 0);
        QVERIFY(ran.out.isEmpty());
        const QJsonObject result =
            QJsonDocument::fromJson(read(path("results/mend-the-loop-mend-the-loop.json"))).object();
        QCOMPARE(result["status"].toString(), "graded");
        QCOMPARE(result["passed"].toBool(), true);
        QCOMPARE(QDir(m_dir.filePath("results")).entryList({"*.json"}, QDir::Files).size(), 1);
    }
    void gradeTakesTheWorstOfABatch() {
        write("class/ann/mend-the-loop/query.py", "def task_lines(session:\n");
        write("class/bob/mend-the-loop/query.py", read(exercises() + "/samples/ada/mend-the-loop/query.py"));
        const Ran ran = course({"grade", path("class")});
        QCOMPARE(ran.status, 3);
        QVERIFY2(ran.out.contains("2 answers: 1 passed, 0 failed, 1 not graded to the end"),
                 qPrintable(ran.out));
        QCOMPARE(course({"grade", path("class"), "--exit-zero"}).status, 0);
        QCOMPARE(course({"grade", "--all", path("class/bob")}).status, 3);
        QCOMPARE(course({"grade", path("class/bob")}).status, 0);
    }
    void gradeStopsAnEndlessAnswer() {
        write("slow/mend-the-loop/query.py", "def task_lines(session):\n    while True:\n        pass\n");
        QCOMPARE(course({"grade", path("slow"), "--timeout", "0.3"}).status, 124);
    }
    void invalidExerciseHasItsOwnStatus() {
        QDir().mkpath(m_dir.filePath("course/mine"));
        write("course/mine/exercise.yaml", "format_version: 1\nid: mine\n");
        write("answer/mine/query.py", "");
        const Ran ran = relata({"grade", path("answer"), "--exercises", path("course")});
        QCOMPARE(ran.status, 4);
        QVERIFY2(ran.err.contains("exercise.yaml"), qPrintable(ran.err));
    }
    void gradeRefusesWrongUsage_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("message");
        const QString samples = QString::fromStdString(exercises() + "/samples");
        QTest::newRow("nothing") << QStringList{"grade"} << "SUBMISSION";
        QTest::newRow("no-folder") << QStringList{"grade", "/nowhere"} << "/nowhere";
        QTest::newRow("unknown-format") << QStringList{"grade", samples, "--out", "xml=-"} << "xml";
        QTest::newRow("two-on-stdout")
            << QStringList{"grade", samples, "--out", "json=-", "--out", "text=-"} << "stdout";
        QTest::newRow("unknown-exercise")
            << QStringList{"grade", samples, "--exercise", "x"} << "there is no exercise 'x'";
        QTest::newRow("unknown-audience")
            << QStringList{"grade", samples, "--audience", "all"} << "--audience";
        QTest::newRow("folder-without-answers")
            << QStringList{"grade", m_dir.path() + "/results"} << "--exercise ID";
    }
    void gradeRefusesWrongUsage() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, message);
        QDir().mkpath(m_dir.filePath("results"));
        std::vector<std::string> words;
        for (const QString& argument : arguments)
            words.push_back(argument.toStdString());
        const Ran ran = course(words);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(message), qPrintable(ran.err));
    }
};

QTEST_APPLESS_MAIN(TestCli)
#include "tst_cli.moc"
