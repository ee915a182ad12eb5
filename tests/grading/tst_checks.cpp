// The checks, one by one, on answers written for them.
#include "answers.h"

#include "grading/checks/query_growth.h"
#include "grading/wording.h"

using namespace relata;
using namespace relata::grading;
using sandbox::Datum;

class TestChecks : public QObject {
    Q_OBJECT

    /// mend-the-loop with other checks.
    static course::Exercise exercise(std::vector<course::CheckSpec> checks) {
        course::Exercise e = load("mend-the-loop");
        e.checks = std::move(checks);
        return e;
    }
    static course::Setting text(const std::string& word) { return {word, 1}; }
    static course::Setting integer(int64_t number) { return {number, 1}; }
    static course::Setting map(course::Setting::Map map) { return {std::move(map), 1}; }

    /// An answer that reads each worker's tasks: `query` is the result, `read` what is made of a worker.
    static std::string workersAnswer(const std::string& query) {
        return "from sqlalchemy.orm import joinedload, selectinload\nfrom sqlmodel import Session, select\n"
               "from models import Task, Worker\n\n"
               "def task_lines(session):\n"
               "    workers = " +
               query +
               "\n"
               "    return [f'{worker.handle} {len(worker.tasks)}' for worker in workers]\n";
    }
    static CheckResult judge(const course::CheckSpec& spec, const std::string& query_py) {
        Grader grader(exercise({spec}), {});
        for (const Diagnostic& problem : grader.problems())
            qWarning("%s", problem.to_string().c_str());
        const Report report = grader.grade(answer_with(grader.exercise(), "query.py", query_py), "answer");
        return report.checks.empty() ? CheckResult{} : report.checks.front();
    }

  private slots:
    void uniqueCorrectHasFourOutcomes_data() {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("query");
        QTest::addColumn<bool>("passes");
        QTest::addColumn<QString>("code");
        QTest::addColumn<bool>("note");
        const QString joined = "session.exec(select(Worker).options(joinedload(Worker.tasks)))";
        const QString selectin = "session.exec(select(Worker).options(selectinload(Worker.tasks)))";
        for (const char* policy : {"always", "when-needed"}) {
            const std::string p = policy;
            QTest::newRow((p + "/needed-and-there").c_str())
                << policy << joined + ".unique().all()" << true << "" << false;
            QTest::newRow((p + "/needed-and-missing").c_str())
                << policy << joined + ".all()" << false << "UNIQUE-MISSING" << false;
        }
        QTest::newRow("always/not-needed-but-there")
            << "always" << selectin + ".unique().all()" << true << "" << false;
        QTest::newRow("when-needed/not-needed-but-there")
            << "when-needed" << selectin + ".unique().all()" << true << "" << true;
        QTest::newRow("always/not-needed-and-missing")
            << "always" << selectin + ".all()" << false << "UNIQUE-MISSING" << false;
        QTest::newRow("when-needed/not-needed-and-missing")
            << "when-needed" << selectin + ".all()" << true << "" << false;
        QTest::newRow("always/no-eager-load") << "always"
                                              << "session.exec(select(Worker)).all()" << true << "" << false;
        QTest::newRow("when-needed/manual-dedupe")
            << "when-needed"
            << "list({w.id: w for w in session.exec(select(Worker).join(Task))}.values())" << true << ""
            << false;
    }
    void uniqueCorrectHasFourOutcomes() {
        QFETCH(QString, policy);
        QFETCH(QString, query);
        QFETCH(bool, passes);
        QFETCH(QString, code);
        QFETCH(bool, note);
        const CheckResult result = judge({.id = "unique",
                                          .type = "unique_correct",
                                          .parameters = {{"policy", text(policy.toStdString())}}},
                                         workersAnswer(query.toStdString()));
        QVERIFY2(passes == (result.verdict == Verdict::passed), result.message.c_str());
        QCOMPARE(QString::fromStdString(result.code), code);
        QCOMPARE(!result.notes.empty(), note);
        if (!passes) {
            QCOMPARE(QString::fromStdString(result.fix), ".unique()");
            QCOMPARE(result.line, 6);
        }
    }
    void getWithOptionsNeedsNoUnique() {
        const CheckResult result =
            judge({.id = "unique", .type = "unique_correct", .parameters = {{"policy", text("always")}}},
                  "from sqlalchemy.orm import joinedload, selectinload\nfrom models import Task, Worker\n\n"
                  "def task_lines(session):\n"
                  "    worker = session.get(Worker, 1, options=[joinedload(Worker.tasks)])\n"
                  "    task = session.get(Task, 1, options=[selectinload(Task.assignee)])\n"
                  "    return [worker.handle, len(worker.tasks), task.title]\n");
        QVERIFY2(result.verdict == Verdict::passed, result.message.c_str());
    }
    void countNamesRelationshipNumbersLineAndFix() {
        const CheckResult result = judge(
            {.id = "count", .type = "query_count", .parameters = {{"select", map({{"max", integer(2)}})}}},
            workersAnswer("session.exec(select(Worker)).all()"));
        QCOMPARE(QString::fromStdString(result.code), "N1-LAZY");
        QCOMPARE(QString::fromStdString(result.message),
                 "9 SELECTs for 8 workers: 1 + 8 lazy loads of Worker.tasks at query.py:7.");
        QCOMPARE(QString::fromStdString(result.fix), ".options(selectinload(Worker.tasks))");
        QCOMPARE(QString::fromStdString(result.fix_place), "to the select of query.py:6");
        QCOMPARE(result.line, 7);
    }
    void fixOfANestedLazyLoadIsAChain() {
        const CheckResult result = judge(
            {.id = "count", .type = "query_count", .parameters = {{"select", map({{"max", integer(3)}})}}},
            "from sqlalchemy.orm import selectinload\nfrom sqlmodel import select\nfrom models import "
            "Task\n\n"
            "def task_lines(session):\n"
            "    tasks = session.exec(select(Task).options(selectinload(Task.assignee))).all()\n"
            "    return [len(task.assignee.tasks) for task in tasks if task.assignee]\n");
        QCOMPARE(QString::fromStdString(result.fix),
                 ".options(selectinload(Task.assignee).selectinload(Worker.tasks))");
    }
    void fixFitsTheNumberOfStatements() {
        const auto fix = [](int64_t most) {
            return judge({.id = "count", .type = "query_count", .parameters = {{"select", map({{"max", integer(most)}})}}},
                         workersAnswer("session.exec(select(Worker)).all()"))
                .fix;
        };
        QCOMPARE(QString::fromStdString(fix(2)), ".options(selectinload(Worker.tasks))");
        QCOMPARE(QString::fromStdString(fix(1)), ".options(joinedload(Worker.tasks))");
    }
    void changesAreCountedApartAndAutoflushCounts() {
        const std::string answer = "from models import Task\nfrom sqlmodel import select\n\n"
                                   "def task_lines(session):\n"
                                   "    session.add(Task(title='new'))\n"
                                   "    return [len(session.exec(select(Task)).all())]\n";
        const auto exactly = [](int64_t n) { return map({{"exact", integer(n)}}); };
        QVERIFY(judge({.id = "c",
                       .type = "query_count",
                       .parameters = {{"select", exactly(1)}, {"dml", exactly(1)}}},
                      answer)
                    .verdict == Verdict::passed);
        QCOMPARE(
            QString::fromStdString(
                judge({.id = "c", .type = "query_count", .parameters = {{"dml", exactly(0)}}}, answer).code),
            "TOO-MANY");
        QCOMPARE(QString::fromStdString(
                     judge({.id = "c", .type = "query_count", .parameters = {{"select", exactly(2)}}}, answer)
                         .code),
                 "TOO-FEW");
    }
    void noLazyLoadHonoursItsPaths() {
        const std::string answer = workersAnswer("session.exec(select(Worker)).all()");
        const auto paths = [](const char* path) {
            return course::Setting(course::Setting::List{text(path)}, 1);
        };
        QVERIFY(judge({.id = "l", .type = "no_lazy_load", .parameters = {{"paths", paths("Task.assignee")}}},
                      answer)
                    .verdict == Verdict::passed);
        QCOMPARE(
            QString::fromStdString(
                judge({.id = "l", .type = "no_lazy_load", .parameters = {{"paths", paths("Worker.tasks")}}},
                      answer)
                    .code),
            "LAZY-LOAD");
    }
    void latentLazyLoadIsFoundThoughNothingWasSent() {
        const std::string answer =
            "from sqlmodel import select\nfrom models import Task, Worker\n\n"
            "def task_lines(session):\n"
            "    workers = session.exec(select(Worker)).all()\n"
            "    return [task.assignee.handle for task in session.exec(select(Task)) if task.assignee]\n";
        QVERIFY(judge({.id = "l", .type = "no_lazy_load"}, answer).verdict == Verdict::passed);
        QCOMPARE(QString::fromStdString(judge({.id = "l", .type = "no_latent_lazy_load"}, answer).code),
                 "LATENT-LAZY-LOAD");
    }
    void raisesWantsTheClass() {
        const std::string answer = "def task_lines(session):\n    raise KeyError('x')\n";
        QVERIFY(judge({.id = "r", .type = "raises", .parameters = {{"class", text("KeyError")}}}, answer)
                    .verdict == Verdict::passed);
        QCOMPARE(
            QString::fromStdString(
                judge({.id = "r", .type = "raises", .parameters = {{"class", text("ValueError")}}}, answer)
                    .code),
            "OTHER-ERROR");
    }
    void sessionLeftOpenIsFound() {
        const std::string open =
            "from sqlmodel import Session\nkept = []\n\n"
            "def task_lines(session):\n    kept.append(Session(session.get_bind()))\n    return []\n";
        const CheckResult result = judge({.id = "s", .type = "session_closed"}, open);
        QCOMPARE(QString::fromStdString(result.code), "SESSION-OPEN");
        QCOMPARE(result.line, 5);
        QVERIFY(judge({.id = "s", .type = "session_closed"},
                      "from sqlmodel import Session\n\ndef task_lines(session):\n"
                      "    with Session(session.get_bind()):\n        return []\n")
                    .verdict == Verdict::passed);
    }
    void outputIsComparedWithTheSolutions() {
        QCOMPARE(QString::fromStdString(
                     judge({.id = "o", .type = "output_equals"}, "def task_lines(session):\n    print('x')\n")
                         .code),
                 "OUTPUT-DIFFERS");
        QVERIFY(
            judge({.id = "o", .type = "output_equals"}, "def task_lines(session):\n    print()\n").verdict ==
            Verdict::passed);
    }
    void raisedErrorNamesItsLine() {
        const CheckResult result =
            judge({.id = "r", .type = "result_equals"}, "def task_lines(session):\n    return 1 / 0\n");
        QVERIFY(result.verdict == Verdict::errored);
        QCOMPARE(QString::fromStdString(result.message), "ZeroDivisionError at query.py:2: division by zero");
    }
    void unknownCheckTypeMakesTheExerciseInvalid() {
        Grader grader(exercise({{.id = "x", .type = "query_counts", .line = 7}}), {});
        QCOMPARE(grader.problems().size(), size_t(1));
        QVERIFY(grader.problems().front().message.find("query_counts") != std::string::npos);
        QCOMPARE(QString::fromStdString(grader.problems().front().hint), "did you mean 'query_count'?");
        QCOMPARE(int(grader.grade(grader.exercise().starter(), "s").status), int(Status::exercise_invalid));
    }
    void unknownParameterMakesTheExerciseInvalid() {
        Grader grader(
            exercise({{.id = "x", .type = "result_equals", .parameters = {{"orderd", text("yes")}}}}), {});
        QCOMPARE(QString::fromStdString(grader.problems().at(0).hint), "did you mean 'ordered'?");
    }
    void selectinChunksAreAStepAndNotGrowth() {
        using Point = QueryGrowth::Point;
        QVERIFY(QueryGrowth::classify({Point{50, 2, 2}, Point{501, 3, 2}}) == QueryGrowth::Class::constant);
        QVERIFY(QueryGrowth::classify({Point{50, 51, 51}, Point{501, 502, 502}}) ==
                QueryGrowth::Class::linear);
        QVERIFY(QueryGrowth::classify({Point{50, 2501, 2501}, Point{501, 251002, 251002}}) ==
                QueryGrowth::Class::quadratic);
        const CheckResult result = judge(
            {.id = "g",
             .type = "query_growth",
             .parameters = {{"sizes", course::Setting(course::Setting::List{integer(50), integer(501)}, 1)}}},
            workersAnswer("session.exec(select(Worker).options(selectinload(Worker.tasks))).unique().all()"));
        QVERIFY2(result.verdict == Verdict::passed, result.message.c_str());
    }
    void resultsAreComparedAsPythonWould() {
        const auto list = [](Datum::List items) { return Datum{std::move(items)}; };
        const Datum one{int64_t(1)}, real{1.0}, two{int64_t(2)};
        QVERIFY(equal_results(list({one, two}), list({real, two}), true));
        QVERIFY(!equal_results(list({one, two}), list({two, one}), true));
        QVERIFY(equal_results(list({one, two}), list({two, real}), false));
        QVERIFY(!equal_results(list({one, one, two}), list({one, two, two}), false));
        QVERIFY(!equal_results(Datum{true}, one, true));
    }
};

QTEST_APPLESS_MAIN(TestChecks)
#include "tst_checks.moc"
