// Every bundled exercise keeps its promises: solutions pass, the starter and the wrong answers fail as
// declared.
#include "answers.h"

#include "grading/checks/query_growth.h"
#include "grading/report_text.h"

#include <memory>

using namespace relata;
using namespace relata::grading;

class TestExercises : public QObject {
    Q_OBJECT

    std::map<std::string, std::unique_ptr<Grader>> m_graders;

    Grader& grader(const std::string& id) {
        auto& made = m_graders[id];
        if (!made) made = std::make_unique<Grader>(load(id), Grader::Options{});
        return *made;
    }
    static std::vector<course::Exercise> all() {
        std::vector<course::Exercise> exercises;
        for (const auto& folder : course::find_exercises(exercises_folder()))
            exercises.push_back(load(folder.filename().string()));
        return exercises;
    }
    /// The declared check fails with code and message; the others pass or are skipped for want of it.
    void expectFailure(const Report& report, const course::ExpectedFailure& wanted) {
        QCOMPARE(int(report.status), int(Status::graded));
        QVERIFY(!report.passed);
        for (const CheckResult& result : report.checks) {
            if (result.id == wanted.check) {
                QVERIFY2(result.verdict == Verdict::failed, qPrintable(describe(report)));
                QVERIFY2(result.code == wanted.code, qPrintable(describe(report)));
                QVERIFY2(result.message.find(wanted.message) != std::string::npos ||
                             result.fix.find(wanted.message) != std::string::npos,
                         qPrintable(describe(report)));
            } else {
                QVERIFY2(result.verdict == Verdict::passed || result.verdict == Verdict::skipped,
                         qPrintable(describe(report)));
            }
        }
    }

  private slots:
    void solutionPassesEverything_data() {
        QTest::addColumn<QString>("exercise");
        QTest::addColumn<QString>("solution");
        QTest::addColumn<int>("seed");
        for (const course::Exercise& e : all())
            for (const std::string& name : e.solution_names())
                for (int seed : {0, 1, 2})
                    QTest::newRow((e.id + "/" + name + "-seed-" + std::to_string(seed)).c_str())
                        << QString::fromStdString(e.id) << QString::fromStdString(name) << seed;
    }
    void solutionPassesEverything() {
        QFETCH(QString, exercise);
        QFETCH(QString, solution);
        QFETCH(int, seed);
        Grader grader(load(exercise.toStdString()), {.seed = seed});
        for (const Diagnostic& problem : grader.problems())
            QFAIL(problem.to_string().c_str());
        const Report report =
            grader.grade(grader.exercise().folder / "solutions" / solution.toStdString(), "solution");
        QVERIFY2(report.passed && report.points == report.max_points, qPrintable(describe(report)));
        for (const CheckResult& result : report.checks)
            QVERIFY2(result.notes.empty() && result.message.empty(), qPrintable(describe(report)));
    }
    void starterFailsAsDeclared_data() {
        QTest::addColumn<QString>("exercise");
        for (const course::Exercise& e : all())
            QTest::newRow(e.id.c_str()) << QString::fromStdString(e.id);
    }
    void starterFailsAsDeclared() {
        QFETCH(QString, exercise);
        Grader& g = grader(exercise.toStdString());
        expectFailure(g.grade(g.exercise().starter(), "starter"), g.exercise().starter_expect);
    }
    void wrongAnswerFailsItsCheckAlone_data() {
        QTest::addColumn<QString>("exercise");
        QTest::addColumn<int>("index");
        for (const course::Exercise& e : all())
            for (size_t i = 0; i < e.wrong.size(); ++i)
                QTest::newRow((e.id + "/" + e.wrong[i].dir).c_str())
                    << QString::fromStdString(e.id) << int(i);
    }
    void wrongAnswerFailsItsCheckAlone() {
        QFETCH(QString, exercise);
        QFETCH(int, index);
        Grader& g = grader(exercise.toStdString());
        const course::ExpectedFailure& wanted = g.exercise().wrong.at(size_t(index));
        expectFailure(g.grade(g.exercise().folder / "wrong" / wanted.dir, wanted.dir), wanted);
    }
    void emptyAnswerFails_data() {
        QTest::addColumn<QString>("exercise");
        QTest::addColumn<QString>("text");
        for (const course::Exercise& e : all()) {
            const QString id = QString::fromStdString(e.id);
            QTest::newRow((e.id + "/empty").c_str()) << id << "";
            QTest::newRow((e.id + "/comment").c_str()) << id << "# nothing yet\n";
            QTest::newRow((e.id + "/pass").c_str())
                << id << QString::fromStdString("def " + e.entry_function + "(*arguments):\n    pass\n");
        }
    }
    void emptyAnswerFails() {
        QFETCH(QString, exercise);
        QFETCH(QString, text);
        Grader& g = grader(exercise.toStdString());
        const Report report =
            g.grade(answer_with(g.exercise(), g.exercise().editable.front(), text.toStdString()), "empty");
        QCOMPARE(int(report.status), int(Status::graded));
        QVERIFY(!report.passed);
        QVERIFY2(report.points == 0, qPrintable(describe(report)));
    }
    void answerForTheVisibleDataFailsOnTheHidden() {
        Grader& g = grader("mend-the-loop");
        Harness solution(g.exercise(),
                         *g.exercise().read_answer(g.exercise().folder / "solutions" / "selectinload"), {});
        std::string text = "def task_lines(session):\n    return " +
                           sandbox::to_json(solution.run(g.exercise().datasets.front()).result) + "\n";
        const Report report = g.grade(answer_with(g.exercise(), "query.py", text), "hard-coded");
        QCOMPARE(QString::fromStdString(check(report, "lines").code), "RESULT-DIFFERS");
        QVERIFY(check(report, "lines").is_on_hidden_data);
    }
    void growthTellsConstantFromLinear() {
        Grader& g = grader("mend-the-loop");
        const auto growth = [&](const std::filesystem::path& folder) {
            Harness answer(g.exercise(), *g.exercise().read_answer(folder), {});
            std::vector<QueryGrowth::Point> points;
            for (int64_t size : {2, 7, 50, 501})
                points.push_back(QueryGrowth::measure(answer.run(g.exercise().datasets.front(), size)));
            return QueryGrowth::classify(points);
        };
        QVERIFY(growth(g.exercise().folder / "solutions" / "selectinload") == QueryGrowth::Class::constant);
        QVERIFY(growth(g.exercise().folder / "starter") == QueryGrowth::Class::linear);
    }
    void studentReportHoldsNoHiddenDataAndNoLineOfASolution_data() { wrongAnswerFailsItsCheckAlone_data(); }
    void studentReportHoldsNoHiddenDataAndNoLineOfASolution() {
        QFETCH(QString, exercise);
        QFETCH(int, index);
        Grader& g = grader(exercise.toStdString());
        const course::Exercise& e = g.exercise();
        const Report report = g.grade(e.folder / "wrong" / e.wrong.at(size_t(index)).dir, "wrong");
        const std::string shown = to_text(report, Audience::student);
        for (const course::Dataset& dataset : e.datasets)
            if (dataset.hidden)
                QVERIFY(shown.find(" of " + std::to_string(dataset.seed) + ":") == std::string::npos);
        for (const std::string& name : e.solution_names()) {
            const auto solution = e.read_answer(e.folder / "solutions" / name);
            for (const course::SourceFile& file : *solution)
                for (const QString& line : QString::fromStdString(file.text).split('\n')) {
                    const bool own =
                        QString::fromStdString(e.starter().front().text).contains(line.trimmed());
                    // A fix that a check makes from the answer's own run can read as a solution does.
                    const bool fix = line.trimmed().startsWith(".options(");
                    if (line.trimmed().size() > 20 && !own && !fix)
                        QVERIFY2(!QString::fromStdString(shown).contains(line.trimmed()), qPrintable(line));
                }
        }
    }
    void noLineIsWiderThanTheEditor_data() {
        QTest::addColumn<QString>("exercise");
        for (const course::Exercise& e : all())
            QTest::newRow(e.id.c_str()) << QString::fromStdString(e.id);
    }
    void noLineIsWiderThanTheEditor() {
        QFETCH(QString, exercise);
        const qsizetype columns = 76; // what the desk shows at 1280x800
        for (const char* part : {"starter", "solutions"}) {
            const std::filesystem::path folder = exercises_folder() / exercise.toStdString() / part;
            QDirIterator files(QString::fromStdString(folder.string()), {"*.py", "*.yaml"}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
                int number = 0;
                for (const QString& line : QString::fromUtf8(file.readAll()).split('\n')) {
                    ++number;
                    QVERIFY2(line.size() <= columns,
                             qPrintable(QString("%1:%2: %3 columns").arg(file.fileName()).arg(number).arg(line.size())));
                }
            }
        }
    }
    void bundledSamplesAreGraded() {
        int passed = 0, failed = 0;
        for (const auto& student : std::filesystem::directory_iterator(exercises_folder() / "samples")) {
            if (!student.is_directory()) continue;
            for (const auto& answer : std::filesystem::directory_iterator(student)) {
                const Report report =
                    grader(answer.path().filename().string()).grade(answer.path(), "sample");
                QCOMPARE(int(report.status), int(Status::graded));
                ++(report.passed ? passed : failed);
            }
        }
        QVERIFY(passed >= 3 && failed >= 3);
    }
};

QTEST_APPLESS_MAIN(TestExercises)
#include "tst_exercises.moc"
