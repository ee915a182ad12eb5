// The desk's models, without a window.
#include "course/exercise.h"
#include "course/lesson.h"
#include "models/completion_source.h"
#include "models/check_list_model.h"
#include "models/outline_model.h"
#include "models/page_blocks.h"
#include "models/query_log_model.h"
#include "models/record_view.h"
#include "models/run_queue.h"
#include "models/study_store.h"
#include "models/syntax_check.h"
#include "models/verdict_view.h"
#include "sandbox/run_record.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace relata;
using namespace relata::models;

namespace {

ShownStatement sent(const QString& sql, int line, double start, const QString& reason = QStringLiteral("query"),
                    const QString& file = QStringLiteral("main.py")) {
    ShownStatement s;
    s.sql = sql;
    s.line = line;
    s.file = file;
    s.reason = reason;
    s.start = start;
    s.duration = 10;
    s.rows = 1;
    return s;
}

/// One query, then `n` lazy loads by line 8, after the work of a setup file.
ShownRunPtr loopRun(int n) {
    auto run = std::make_shared<ShownRun>();
    run->setup << QStringLiteral("seed.py");
    run->statements.push_back(sent(QStringLiteral("CREATE TABLE worker (id INTEGER)"), 3, 0));
    run->statements.push_back(
        sent(QStringLiteral("INSERT INTO worker VALUES (1)"), 4, 10, QStringLiteral("flush"), QStringLiteral("seed.py")));
    run->statements.push_back(sent(QStringLiteral("BEGIN"), 6, 20));
    run->statements.push_back(sent(QStringLiteral("SELECT task.id FROM task"), 7, 30));
    for (int i = 0; i < n; ++i)
        run->statements.push_back(sent(QStringLiteral("SELECT worker.name FROM worker WHERE worker.id = %1").arg(i), 8,
                                       50 + i * 20, QStringLiteral("lazy load of Task.assignee")));
    return run;
}

} // namespace

class ModelsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyCheckSaysWhatItDemands() {
        for (const auto& folder : course::find_exercises(std::filesystem::path(RELATA_SOURCE_DIR) / "exercises")) {
            const course::Exercise exercise = course::load_exercise(folder).exercise;
            for (const ShownCheck& check : uncheckedList(exercise)) {
                QVERIFY2(!check.message.isEmpty(), qPrintable(QString::fromStdString(exercise.id) + QLatin1Char(' ') + check.id));
                for (const course::CheckSpec& spec : exercise.checks) // an author's advice would tell what is wrong beforehand
                    QVERIFY(spec.student_message.empty() || check.message != QString::fromStdString(spec.student_message));
            }
        }
    }
    void countsOnlyWhatTheProgramAsked() {
        const ShownRunPtr run = loopRun(50);
        QCOMPARE(run->queries(), 51);
        QCOMPARE(run->lazyLoads(), 50);
        QCOMPARE(run->measure(QStringLiteral("queries")), QStringLiteral("51"));
        QCOMPARE(causesText({QStringLiteral("lazy load of Match.home"), QStringLiteral("lazy load of Match.away")}),
                 QStringLiteral("lazy load of Match.home, Match.away"));
        QCOMPARE(causesText({QStringLiteral("lazy load of Match.home"), QStringLiteral("flush")}),
                 QStringLiteral("lazy load of Match.home, saving changes (flush)"));
        QCOMPARE(run->countByLine(QStringLiteral("main.py")), (QMap<int, ShownRun::LineCount>{{7, {1, 0}}, {8, {50, 50}}}));
        QVERIFY(run->countByLine(QStringLiteral("seed.py")).isEmpty());
    }

    void shapesFoldLiteralsAndLists() {
        QCOMPARE(statementShape(QStringLiteral("SELECT a1 FROM t\n  WHERE id IN (?, ?, ?) AND n = 'it''s' LIMIT 10")),
                 QStringLiteral("SELECT a1 FROM t WHERE id IN (…) AND n = ? LIMIT ?"));
        QCOMPARE(statementShape(QStringLiteral("INSERT INTO t VALUES (?, ?), (?, ?)")),
                 QStringLiteral("INSERT INTO t VALUES (…)"));
    }

    void logGroupsALoop() {
        QueryLogModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRun(loopRun(50));
        QCOMPARE(model.rowCount(), 2);
        const QModelIndex loop = model.index(1, 0);
        QCOMPARE(loop.data().toString(), QStringLiteral("×50"));
        QVERIFY(loop.data(QueryLogModel::HotRole).toBool());
        QCOMPARE(model.rowCount(loop), 50);
        QCOMPARE(model.groupsOfLine(QStringLiteral("main.py"), 8), QModelIndexList{loop});
        QCOMPARE(model.rowCount(model.index(0, 0)), 0);
        QCOMPARE(loop.data(QueryLogModel::BarsRole).value<QueryLogModel::Bars>().size(), size_t(50));
        model.setPreparationShown(true);
        QCOMPARE(model.rowCount(), 5);
        model.setRun({});
        QCOMPARE(model.rowCount(), 0);
    }

    void whatNobodyAwaitedIsRefusedAndNotCounted() {
        auto run = std::make_shared<ShownRun>(*loopRun(2));
        ShownStatement refused = run->statements.back();
        refused.isRefused = true;
        for (int i = 0; i < 3; ++i) run->statements.push_back(refused);
        refused.file = QStringLiteral("seed.py");
        run->statements.push_back(refused); // the preparation's
        QCOMPARE(run->queries(), 3);
        QCOMPARE(run->lazyLoads(), 2);
        QueryLogModel model;
        model.setRun(run);
        for (const auto grouping : {QueryLogModel::Grouping::line, QueryLogModel::Grouping::cause}) {
            model.setGrouping(grouping);
            QCOMPARE(model.rowCount(), 3);
            const QModelIndex last = model.index(2, QueryLogModel::Count);
            QCOMPARE(last.data().toString(), QStringLiteral("refused"));
            QVERIFY(!last.data(QueryLogModel::HotRole).toBool());
            QCOMPARE(last.data(QueryLogModel::RepeatRole).toInt(), 3);
        }
        QCOMPARE(model.identicalStatements(), 0);
    }

    void tracebacksLeaveOutAFileThatIsOurs() {
        sandbox::RunRecord record;
        record.error.emplace();
        record.error->type = "ValueError";
        record.error->traceback = "Traceback (most recent call last):\n  File \"run_exercise.py\", line 9, in <module>\n    show()\n    ^^^^^^\n"
                                  "  File \"query.py\", line 2, in show\n    raise ValueError\nValueError\n";
        Program program;
        program.main = QStringLiteral("run_exercise.py");
        QVERIFY(showRecord(record, program)->error.traceback.contains(program.main)); // the learner's own
        program.setup << program.main;
        QCOMPARE(showRecord(record, program)->error.traceback,
                 QStringLiteral("Traceback (most recent call last):\n  File \"query.py\", line 2, in show\n    raise ValueError\nValueError\n"));
    }

    void checksAreListed() {
        CheckListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(!model.allPassed());
        ShownCheck one;
        one.title = QStringLiteral("At most two queries");
        one.verdict = Verdict::passed;
        model.setChecks({one});
        QVERIFY(model.allPassed());
        QVERIFY(model.index(0).data(Qt::AccessibleTextRole).toString().contains(verdictWord(Verdict::passed)));
    }

    void outlineShowsEveryExerciseOnce() {
        std::vector<course::Exercise> exercises;
        for (const auto& folder : course::find_exercises(RELATA_SOURCE_DIR "/exercises"))
            exercises.push_back(course::load_exercise(folder).exercise);
        std::vector<course::Lesson> lessons;
        for (const auto& folder : course::find_lessons(RELATA_SOURCE_DIR "/lessons")) {
            auto loaded = course::load_lesson(folder);
            QVERIFY2(loaded.problems.empty(),
                     loaded.problems.empty() ? "" : loaded.problems.front().to_string().c_str());
            lessons.push_back(std::move(loaded.lesson));
        }
        QVERIFY(!lessons.empty());
        QTemporaryDir folder;
        StudyStore store(folder.path());
        OutlineModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setCourse(lessons, exercises, store);
        QStringList pages = model.pages();
        QCOMPARE(pages.removeDuplicates(), 0);
        for (const course::Exercise& exercise : exercises)
            QVERIFY(model.find(exercisePage(QString::fromStdString(exercise.id))).isValid());
        const QString page = sectionPage(QString::fromStdString(lessons[0].id), QStringLiteral("the-n-plus-1-problem"));
        QVERIFY(model.find(page).isValid());
        model.setProgress(page, Progress::done);
        QCOMPARE(model.doneCount(), 1);
    }

    void pageBecomesBlocks() {
        const auto blocks = parsePage(QStringLiteral("# Title\n\nText with `code` & <b>no html</b>.\n\n"
                                                     "> [!REALLY]\n> It sent [51](measure:loop.queries).\n\n"
                                                     "```python run name=loop\nprint(1)\n```\n\n"
                                                     "```python file=seed.py setup fold\nx = 1\n```\n\n- [x] done\n"));
        QCOMPARE(blocks.size(), size_t(5));
        QVERIFY(blocks[0].html.contains(QStringLiteral("<h1>Title</h1>")));
        QVERIFY(blocks[0].html.contains(QStringLiteral("&lt;b&gt;no html")));
        QCOMPARE(blocks[1].note, PageBlock::Note::really);
        QCOMPARE(measuredCells(blocks[1].html), QStringList{QStringLiteral("loop")});
        const QString shown = replaceMeasures(blocks[1].html, [](const QString& what, const QString& written) {
            return what + QLatin1Char('=') + written;
        });
        QVERIFY2(shown.contains(QStringLiteral("It sent loop.queries=51.")), qPrintable(shown));
        QVERIFY(blocks[2].kind == PageBlock::Kind::cell && blocks[2].name == QStringLiteral("loop"));
        QCOMPARE(blocks[2].text, QStringLiteral("print(1)"));
        QVERIFY(blocks[3].kind == PageBlock::Kind::file && blocks[3].setup && blocks[3].folded);
        QVERIFY(blocks[4].html.contains(QStringLiteral("☑")));
    }

    void draftsAndProgressSurvive() {
        QTemporaryDir folder;
        {
            StudyStore store(folder.path());
            QVERIFY(!store.draft(QStringLiteral("exercise:a"), QStringLiteral("query.py")));
            QVERIFY(store.saveDraft(QStringLiteral("exercise:a"), QStringLiteral("query.py"), QStringLiteral("π = 3\n")));
            QVERIFY(store.setProgress(QStringLiteral("exercise:a"), Progress::done));
            QVERIFY(store.setProgress(QStringLiteral("exercise:a"), Progress::started));
        }
        StudyStore again(folder.path());
        QCOMPARE(again.draft(QStringLiteral("exercise:a"), QStringLiteral("query.py")), QStringLiteral("π = 3\n"));
        QCOMPARE(again.progress(QStringLiteral("exercise:a")), Progress::done);
        again.removeDraft(QStringLiteral("exercise:a"), QStringLiteral("query.py"));
        QVERIFY(!again.draft(QStringLiteral("exercise:a"), QStringLiteral("query.py")));
    }

    void syntaxIsCheckedByTheFrontEnd() {
        QVERIFY(!checkSyntax(QStringLiteral("async def f(session):\n    return await session.get(Task, 1)\n")));
        const auto open = checkSyntax(QStringLiteral("x = 1\nprint((1, 2)\n"));
        QVERIFY(open);
        QCOMPARE(open->line, 2);
        QCOMPARE(open->column, 5);
        QCOMPARE(open->message, QStringLiteral("'(' was never closed"));
        const auto indent = checkSyntax(QStringLiteral("def f():\nreturn 1\n"));
        QVERIFY(indent);
        QCOMPARE(indent->type, QStringLiteral("IndentationError"));
    }

    void newJobStopsTheOldOne() {
        RunQueue queue;
        QSignalSpy finished(&queue, &RunQueue::finished), output(&queue, &RunQueue::output);
        int results = 0;
        queue.start([&results](std::stop_token stop, OutputMailbox&) -> RunQueue::Finish {
            while (!stop.stop_requested())
                std::this_thread::yield();
            return [&results] { results += 100; };
        });
        const quint64 second = queue.start([&results](std::stop_token, OutputMailbox& box) -> RunQueue::Finish {
            box.post("hello");
            return [&results] { results += 1; };
        });
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(results, 1);
        QCOMPARE(finished[0][0].toULongLong(), second);
        QCOMPARE(output[0][1].toString(), QStringLiteral("hello"));
        QVERIFY(!queue.isBusy());
    }

    void floodIsBounded() {
        OutputMailbox box;
        const std::string text = "ж" + std::string(999, 'x');
        for (int i = 0; i < 1000; ++i)
            box.post(text);
        const auto parcel = box.drain();
        QVERIFY(parcel.text.size() <= OutputMailbox::capacity);
        QCOMPARE(parcel.text.size() + parcel.dropped, text.size() * 1000);
        QVERIFY(box.drain().text.empty());
    }

    void completionKnowsTheProgram() {
        const QMap<QString, QString> files{
            {QStringLiteral("models.py"), QStringLiteral("from sqlmodel import Field, Relationship, SQLModel\n\n\n"
                                                         "class Worker(SQLModel, table=True):\n"
                                                         "    id: int | None = Field(default=None, primary_key=True)\n    handle: str\n\n\n"
                                                         "class Task(SQLModel, table=True):\n"
                                                         "    id: int | None = Field(default=None, primary_key=True)\n    title: str\n"
                                                         "    assignee_id: int | None = Field(default=None, foreign_key=\"worker.id\")\n"
                                                         "    assignee: Worker | None = Relationship()\n")},
            {QStringLiteral("query.py"), QStringLiteral("from sqlmodel import Session, select\n\nfrom models import Task\n\n\n"
                                                        "def lines(session: Session, limit: int = 3):\n")}};
        CompletionSource source;
        const auto at = [&](const QString& typed) {
            QMap<QString, QString> now = files;
            now[QStringLiteral("query.py")] += typed;
            const qsizetype line = now[QStringLiteral("query.py")].count(QLatin1Char('\n')) + 1;
            return source.at(now, QStringLiteral("query.py"), int(line), typed.section(QLatin1Char('\n'), -1)).words;
        };
        QVERIFY2(at(QStringLiteral("    print(Task.a")).contains(QStringLiteral("assignee")), qPrintable(at(QStringLiteral("    print(Task.a")).join(QLatin1Char(' '))));
        QVERIFY(at(QStringLiteral("    session.ex")).contains(QStringLiteral("exec")));
        QVERIFY(at(QStringLiteral("    select(Task).opt")).contains(QStringLiteral("options")));
        QCOMPARE(at(QStringLiteral("    Task(ti")).value(0), QStringLiteral("title="));
        QVERIFY(at(QStringLiteral("    sel")).contains(QStringLiteral("select")));
        QVERIFY(at(QStringLiteral("    session.exec")).isEmpty()); // complete as it stands
        QVERIFY(at(QStringLiteral("    nothing_of_that_name")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(ModelsTest)
#include "tst_models.moc"
