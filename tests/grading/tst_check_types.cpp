// The checks that look at the text, the rows, the loader, the schema and the errors, and predictions.
#include "answers.h"

#include "course/order_lines.h"
#include "course/pasted_code.h"

using namespace relata;
using namespace relata::grading;
using course::Setting;

class TestCheckTypes : public QObject {
    Q_OBJECT

    static Setting text(const std::string& word) { return {word, 1}; }
    static Setting integer(int64_t number) { return {number, 1}; }
    static Setting list(Setting::List items) { return {std::move(items), 1}; }
    static Setting map(Setting::Map items) { return {std::move(items), 1}; }

    static CheckResult judge(std::string type, Setting::Map parameters, const std::string& query_py, int64_t timeout_ms = 0) {
        course::Exercise exercise = load("mend-the-loop");
        exercise.checks = {{.id = "it", .type = std::move(type), .timeout_ms = timeout_ms, .parameters = std::move(parameters)}};
        Grader grader(std::move(exercise), {});
        for (const Diagnostic& problem : grader.problems())
            qWarning("%s", problem.to_string().c_str());
        const Report report = grader.grade(answer_with(grader.exercise(), "query.py", query_py), "answer");
        return report.checks.empty() ? CheckResult{} : report.checks.front();
    }
    static std::string answer(const std::string& body) {
        return "from sqlalchemy.orm import joinedload, selectinload\nfrom sqlmodel import Session, select\n"
               "from models import Task, Worker\n\ndef task_lines(session):\n    " +
               body + "\n";
    }
    static QString code(const CheckResult& result) { return QString::fromStdString(result.code); }

  private slots:
    void sourceRuleMatchesImportsCallsAndNames_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("line");
        QTest::newRow("import") << "forbid" << "import" << "sqlalchemy.orm" << "FORBIDDEN" << 1;
        QTest::newRow("import-of-a-name") << "forbid" << "import" << "sqlmodel.select" << "FORBIDDEN" << 2;
        QTest::newRow("import-that-begins-alike") << "forbid" << "import" << "sql" << "" << 0;
        QTest::newRow("call") << "forbid" << "call" << "selectinload" << "FORBIDDEN" << 6;
        QTest::newRow("method") << "forbid" << "call" << "session.exec" << "FORBIDDEN" << 6;
        QTest::newRow("method-of-a-result") << "require" << "call" << ".unique" << "" << 0;
        QTest::newRow("name-in-a-text-or-comment") << "forbid" << "name" << "secret" << "" << 0;
        QTest::newRow("missing") << "require" << "call" << "subqueryload" << "REQUIRED-MISSING" << 0;
    }
    void sourceRuleMatchesImportsCallsAndNames() {
        QFETCH(QString, key);
        QFETCH(QString, kind);
        QFETCH(QString, word);
        QFETCH(QString, code);
        QFETCH(int, line);
        const CheckResult result =
            judge("source_rule", {{key.toStdString(), list({map({{kind.toStdString(), text(word.toStdString())}})})}},
                  answer("return session.exec(select(Task).options(selectinload(Task.assignee))).unique().all()  # secret\n"
                         "    'secret'"));
        QCOMPARE(QString::fromStdString(result.code), code);
        QCOMPARE(result.line, line);
    }
    void givenLinesMayBeChosenAndOrderedOnly() {
        const course::OrderLines lines("def f():\n    #:     a = 1\n    #:     b = a\n    #:     return b\n    pass\n");
        QCOMPARE(lines.pieces().size(), size_t(3));
        QCOMPARE(lines.first_foreign_line("def f():\n    a = 1\n    b = a\n    return b\n"), 0);
        QCOMPARE(lines.first_foreign_line("def f():\n    return b\n\n    # why\n    a = 1\n"), 0);
        QCOMPARE(lines.first_foreign_line("def f():\n    a = 1\n    a = 1\n"), 3);
        QCOMPARE(lines.first_foreign_line("def f():\n    return 7\n"), 2);
    }
    void pastedCodeKeepsItsLines() {
        QCOMPARE(course::code_of_pasted_text("Sure!\n```python\nx = 1\n```\nDone.\n"), std::string("\n\nx = 1\n\n\n"));
        QCOMPARE(course::code_of_pasted_text("x = 1\n"), std::string("x = 1\n"));
        QCOMPARE(course::code_of_pasted_text("a\n```sql\nSELECT\n```\n"), std::string("a\n```sql\nSELECT\n```\n"));
    }
    void rowsThatMultiplyAreFound() {
        const Setting::Map bound{{"max_per_object", integer(2)}};
        const CheckResult result = judge(
            "rows_fetched", bound,
            answer("return [w.id for w in session.exec(select(Worker).options(joinedload(Worker.tasks).joinedload(Task.assignee)"
                   ".joinedload(Worker.tasks))).unique().all()]"));
        QCOMPARE(code(result), ""); // one task for each worker here
        const CheckResult total =
            judge("rows_fetched", {{"max", integer(3)}}, answer("return [t.id for t in session.exec(select(Task)).all()]"));
        QCOMPARE(code(total), "TOO-MANY-ROWS");
        QCOMPARE(total.line, 6);
    }
    void loaderIsNamed_data() {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("code");
        QTest::newRow("right") << ".options(selectinload(Task.assignee))" << "";
        QTest::newRow("other") << ".options(joinedload(Task.assignee))" << "OTHER-LOADER";
        QTest::newRow("lazy") << "" << "OTHER-LOADER";
    }
    void loaderIsNamed() {
        QFETCH(QString, option);
        QFETCH(QString, code);
        const CheckResult result =
            judge("loader_for", {{"path", text("Task.assignee")}, {"any_of", list({text("selectinload")})}},
                  answer("return [t.assignee.handle for t in session.exec(select(Task)" + option.toStdString() +
                         ").unique().all() if t.assignee]"));
        QCOMPARE(QString::fromStdString(result.code), code);
        if (!code.isEmpty()) QCOMPARE(QString::fromStdString(result.fix), ".options(selectinload(Task.assignee))");
    }
    void eagerLoadThatNobodyReadsIsFound() {
        const std::string query = "tasks = session.exec(select(Task).options(selectinload(Task.assignee))).unique().all()\n    return ";
        const CheckResult unused = judge("eager_used", {}, answer(query + "[t.title for t in tasks]"));
        QCOMPARE(code(unused), "EAGER-UNUSED");
        QCOMPARE(unused.line, 6);
        QCOMPARE(code(judge("eager_used", {}, answer(query + "[t.assignee.handle for t in tasks if t.assignee]"))), "");
        QCOMPARE(code(judge("eager_used", {}, answer("return [t.title for t in session.exec(select(Task)).all()]"))), "");
    }
    void schemaIsComparedWithTheReference() {
        QVERIFY(judge("schema_equals", {}, answer("return []")).verdict == Verdict::passed);
        course::Exercise exercise = load("two-workers");
        exercise.checks = {{.id = "it", .type = "schema_equals"}};
        Grader grader(exercise, {});
        const auto with = [&](const std::string& from, const std::string& to) {
            auto files = *exercise.read_answer(exercise.folder / "solutions" / "strings");
            const size_t at = files[0].text.find(from);
            if (at == std::string::npos) qFatal("the solution has changed");
            files[0].text.replace(at, from.size(), to);
            return grader.grade(files, "x").checks.front();
        };
        QCOMPARE(code(with("title: str", "title: int")), "COLUMN-DIFFERS");
        QCOMPARE(code(with("title: str", "name: str")), "MISSING-COLUMN");
        QCOMPARE(code(with("title: str", "title: str\n    more: str = ''")), "EXTRA-COLUMN");
    }
    void readsOfDetachedObjectsFail() {
        const CheckResult result =
            judge("no_detached_access", {},
                  answer("with Session(session.get_bind()) as other:\n        task = other.get(Task, 1)\n"
                         "    return task.assignee.handle"));
        QCOMPARE(code(result), "DETACHED");
        QVERIFY(result.verdict == Verdict::failed);
        QCOMPARE(result.line, 8);
        QVERIFY(judge("no_detached_access", {}, answer("return session.get(Task, 1).assignee.handle")).verdict == Verdict::passed);
    }
    void slowCheckFailsAloneAtItsOwnLimit() {
        course::Exercise exercise = load("mend-the-loop");
        exercise.checks = {{.id = "slow", .type = "query_growth", .timeout_ms = 1, .parameters = {{"sizes", list({integer(2), integer(2000)})}}},
                           {.id = "lines", .type = "result_equals"}};
        Grader grader(exercise, {});
        const Report report = grader.grade(exercise.folder / "solutions" / "selectinload", "x");
        QCOMPARE(code(report.checks[0]), "TIME-LIMIT");
        QVERIFY(report.checks[1].verdict == Verdict::passed);
        QCOMPARE(int(report.status), int(Status::graded));
    }
    void predictionIsComparedWithWhatHappens_data() {
        QTest::addColumn<QString>("of");
        QTest::addColumn<QString>("prediction");
        QTest::addColumn<QString>("code");
        QTest::newRow("right") << "selects" << "8" << "";
        QTest::newRow("in-quotes") << "selects" << "\"8\"" << "";
        QTest::newRow("too-few") << "selects" << "2" << "PREDICTION-WRONG";
        QTest::newRow("not-yet") << "selects" << "?" << "NOT-ANSWERED";
        QTest::newRow("line") << "line" << "10" << "";
        QTest::newRow("raises") << "raises" << "nothing" << "";
        QTest::newRow("rows") << "rows" << "15" << "";
    }
    void predictionIsComparedWithWhatHappens() {
        QFETCH(QString, of);
        QFETCH(QString, prediction);
        QFETCH(QString, code);
        course::Exercise exercise = load("mend-the-loop");
        exercise.kind = course::ExerciseKind::predict;
        exercise.editable = {"prediction.yaml"};
        exercise.checks = {{.id = "count", .type = "prediction_equals", .parameters = {{"of", text(of.toStdString())}}}};
        std::vector<course::SourceFile> files{{"prediction.yaml", "count: " + prediction.toStdString() + "\n"}};
        for (const course::SourceFile& file : load("mend-the-loop").starter())
            files.push_back(file);
        Harness answer(exercise, files, {}), reference(exercise, files, {});
        CheckContext context{exercise, answer, reference};
        std::vector<Diagnostic> problems;
        const CheckResult result = make_check(exercise, exercise.checks.front(), problems)->judge(context);
        QVERIFY(problems.empty());
        QCOMPARE(QString::fromStdString(result.code), code);
        if (code == "PREDICTION-WRONG") QVERIFY(result.message.find("There are more.") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestCheckTypes)
#include "tst_check_types.moc"
