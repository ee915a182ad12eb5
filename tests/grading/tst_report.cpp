// What a report says to whom, and that it says the same each time.
#include "answers.h"

#include "grading/report_json.h"
#include "grading/report_text.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace relata;
using namespace relata::grading;

class TestReport : public QObject {
    Q_OBJECT

    static Report grade(const std::string& query_py, course::Exercise exercise = load("mend-the-loop")) {
        Grader grader(std::move(exercise), {});
        return grader.grade(answer_with(grader.exercise(), "query.py", query_py), "ada");
    }
    static QString shown(const Report& report) {
        return QString::fromStdString(to_text(report, Audience::student) +
                                      to_json(report, Audience::student));
    }

  private slots:
    void sameSubmissionGivesTheSameBytes() {
        const std::string answer = load("mend-the-loop").starter().front().text;
        const Report first = grade(answer), second = grade(answer);
        QVERIFY(to_json(first, Audience::staff) == to_json(second, Audience::staff));
        QVERIFY(to_text(first, Audience::student) == to_text(second, Audience::student));
        QVERIFY(first.verdict_hash() == second.verdict_hash());
        QVERIFY(first.verdict_hash() != grade(answer + "# other\n").verdict_hash());
    }
    void hiddenDataCannotBePrintedRaisedOrReturned_data() {
        QTest::addColumn<QString>("leak");
        QTest::newRow("printed") << "print(rows)";
        QTest::newRow("raised") << "raise ValueError(rows) if len(rows) > 8 else KeyError";
        QTest::newRow("raised-as-a-class-name")
            << "raise (type(rows[0], (Exception,), {})() if len(rows) > 8 else KeyError('x'))";
        QTest::newRow("returned") << "return rows";
        QTest::newRow("returned-from-hidden-data-only") << "return rows if len(rows) > 8 else LINES";
    }
    void hiddenDataCannotBePrintedRaisedOrReturned() {
        QFETCH(QString, leak);
        const std::string solution =
            "from sqlmodel import select\nfrom models import Task\n\n"
            "def task_lines(session):\n"
            "    tasks = session.exec(select(Task).order_by(Task.id)).all()\n"
            "    rows = ['secret ' + task.title for task in tasks]\n"
            "    LINES = [f\"{t.title}: {t.assignee.handle if t.assignee else 'nobody'}\" for t in tasks]\n"
            "    " +
            leak.toStdString() + "\n    return LINES\n";
        const QString text = shown(grade(solution));
        QVERIFY2(!text.contains("of 23"), qPrintable(text)); // the hidden dataset's seed stands in its titles
    }
    void staffSeeWhatIsHidden() {
        const std::string answer =
            "from sqlmodel import select\nfrom models import Task\n\n"
            "def task_lines(session):\n"
            "    tasks = session.exec(select(Task).order_by(Task.id)).all()\n"
            "    lines = [f\"{t.title}: {t.assignee.handle if t.assignee else 'nobody'}\" for t in tasks]\n"
            "    return lines if len(lines) < 9 else lines[1:]\n";
        const Report report = grade(answer);
        QVERIFY(check(report, "lines").is_on_hidden_data);
        QVERIFY(to_json(report, Audience::staff).find("task 2 of 23") != std::string::npos);
        QVERIFY(!shown(report).contains("of 23"));
        QVERIFY(shown(report).contains("On data that you do not see"));
    }
    void hiddenAndScoreOnlyChecksKeepTheirSecrets() {
        course::Exercise exercise = load("mend-the-loop");
        exercise.checks[0].visibility = course::Visibility::score_only;
        exercise.checks[3].visibility = course::Visibility::hidden;
        exercise.checks[0].staff_message = "told to staff";
        const Report report = grade("def task_lines(session):\n    return []\n", exercise);
        QVERIFY(!shown(report).contains("RESULT-DIFFERS"));
        QVERIFY(!shown(report).contains("\"unique\""));
        QVERIFY(!shown(report).contains("told to staff"));
        QVERIFY(to_json(report, Audience::staff).find("told to staff") != std::string::npos);
    }
    void syntaxErrorIsNotGradable() {
        const Report report = grade("def task_lines(session):\n    return [\n");
        QCOMPARE(int(report.status), int(Status::not_gradable));
        QCOMPARE(report.problems.size(), size_t(1));
        QCOMPARE(QString::fromStdString(report.problems.front().file), "query.py");
        QVERIFY(report.problems.front().message.starts_with("SyntaxError"));
        QVERIFY(report.checks.empty());
    }
    void missingFileIsNotGradable() {
        Grader grader(load("mend-the-loop"), {});
        const Report report = grader.grade(grader.exercise().folder / "wrong", "ada");
        QCOMPARE(int(report.status), int(Status::not_gradable));
        QVERIFY(report.problems.front().message.find("query.py") != std::string::npos);
    }
    void endlessLoopIsATimeLimit() {
        Grader grader(load("mend-the-loop"), {.seconds = 0.3});
        const Report report =
            grader.grade(answer_with(grader.exercise(), "query.py",
                                     "def task_lines(session):\n    while True:\n        pass\n"),
                         "ada");
        QCOMPARE(int(report.status), int(Status::time_limit));
        QCOMPARE(QString::fromStdString(report.checks.front().code), "TIME-LIMIT");
    }
    void hostileOutputStaysText() {
        const Report report = grade("def task_lines(session):\n    raise ValueError('\\x1b[2J\\x00 ]]> "
                                    "::error:: ' + 'x' * 300000)\n");
        const std::string json = to_json(report, Audience::staff);
        QJsonParseError error;
        const QJsonObject parsed = QJsonDocument::fromJson(QByteArray::fromStdString(json), &error).object();
        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(parsed["status"].toString(), "graded");
        QVERIFY(json.size() < 20'000);
        QVERIFY(to_text(report, Audience::staff).find('\x1b') == std::string::npos);
    }
    void wrongAnswerGetsTheMisconceptionsMessage() {
        Grader grader(load("mend-the-loop"), {});
        const Report report = grader.grade(grader.exercise().folder / "wrong" / "other-relationship", "ada");
        QVERIFY(
            check(report, "few-queries").advice.find("An option helps only the relationship that it names") !=
            std::string::npos);
        const Report lazy = grader.grade(grader.exercise().folder / "wrong" / "still-lazy", "ada");
        QVERIFY(check(lazy, "few-queries").advice.find("An option helps") == std::string::npos);
    }
    void allOrNothingAndPassScoreDecide() {
        course::Exercise exercise = load("mend-the-loop");
        exercise.pass_score = 0.3;
        QVERIFY(grade(exercise.starter().front().text, exercise).passed);
        exercise.pass_score = 1;
        exercise.all_or_nothing = true;
        const Report report = grade(exercise.starter().front().text, exercise);
        QVERIFY(!report.passed);
        QCOMPARE(report.points, 0.0);
    }
};

QTEST_APPLESS_MAIN(TestReport)
#include "tst_report.moc"
