// The run record: which statements were sent, why and from where, what was read, what was left open.
#include "sandbox/run.h"

#include <QtTest>

using namespace relata;
using sandbox::RunRecord;

namespace {

constexpr const char* models =
    "from typing import Optional, List\n"
    "from sqlmodel import SQLModel, Field, Relationship, Session, create_engine, select\n"
    "from sqlalchemy.orm import immediateload, joinedload, selectinload, subqueryload\n"
    "\n"
    "class Worker(SQLModel, table=True):\n"
    "    id: Optional[int] = Field(default=None, primary_key=True)\n"
    "    name: str\n"
    "    tasks: List[\"Task\"] = Relationship(back_populates=\"worker\")\n"
    "\n"
    "class Task(SQLModel, table=True):\n"
    "    id: Optional[int] = Field(default=None, primary_key=True)\n"
    "    title: str\n"
    "    worker_id: Optional[int] = Field(default=None, foreign_key=\"worker.id\")\n"
    "    worker: Optional[Worker] = Relationship(back_populates=\"tasks\")\n"
    "\n"
    "engine = create_engine(\"sqlite://\")\n"
    "SQLModel.metadata.create_all(engine)\n"
    "with Session(engine) as session:\n"
    "    for name in (\"Ada\", \"Bob\"):\n"
    "        session.add(Worker(name=name, tasks=[Task(title=name + str(i)) for i in range(2)]))\n"
    "    session.add(Task(title=\"nobody\"))\n"
    "    session.commit()\n";

} // namespace

class TestRecord : public QObject {
    Q_OBJECT

    /// Runs `body` below the models; lines count from the body's first.
    static RunRecord run(const QByteArray& body) {
        sandbox::RunRequest request;
        request.files = {{"main.py", "from models import *\n" + body.toStdString()}, {"models.py", models}};
        return sandbox::run(request);
    }
    /// "line why: rows" of every statement that the body sent.
    static QByteArray statements(const RunRecord& record) {
        QByteArray text;
        for (const sandbox::StatementRecord& s : record.statements)
            if (s.span.file == "main.py" && s.id)
                text += QByteArray::number(s.span.line - 1) + " " + QByteArray::fromStdString(s.why) + ": " +
                        QByteArray::number(qulonglong(s.rows)) + "\n";
        return text;
    }
    static QByteArray reads(const RunRecord& record) {
        static constexpr const char* words[] = {"loaded now", "already loaded", "identity map", "no key", "raised"};
        QByteArray text;
        for (const sandbox::RelationshipReadRecord& r : record.relationship_reads)
            if (r.span.file == "main.py")
                text += QByteArray::fromStdString(r.relationship) + " " + words[int(r.how)] + " " +
                        QByteArray::number(qulonglong(r.count)) + "\n";
        return text;
    }

  private slots:
    void eachStatementSaysWhyAndHowManyRows_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("sent");
        QTest::newRow("lazy-loads") << QByteArray("with Session(engine) as session:\n"
                                                  "    for task in session.exec(select(Task)):\n"
                                                  "        task.worker\n")
                                    << QByteArray("2 query: 5\n3 lazy load of Task.worker: 1\n3 lazy load of Task.worker: 1\n");
        QTest::newRow("lazy-collection") << QByteArray("with Session(engine) as session:\n"
                                                       "    worker = session.get(Worker, 1)\n"
                                                       "    len(worker.tasks)\n")
                                         << QByteArray("2 get of Worker: 1\n3 lazy load of Worker.tasks: 2\n");
        QTest::newRow("selectin") << QByteArray("with Session(engine) as session:\n"
                                                "    session.exec(select(Worker).options(selectinload(Worker.tasks))).all()\n")
                                  << QByteArray("2 query: 2\n2 selectin load of Worker.tasks: 4\n");
        QTest::newRow("refresh-of-expired") << QByteArray("with Session(engine) as session:\n"
                                                          "    task = session.get(Task, 1)\n"
                                                          "    session.commit()\n"
                                                          "    task.title\n")
                                            << QByteArray("2 get of Task: 1\n4 refresh of expired Task: 1\n");
        QTest::newRow("flush") << QByteArray("with Session(engine) as session:\n"
                                             "    session.add(Worker(name='Eve'))\n"
                                             "    session.flush()\n")
                               << QByteArray("3 flush: 0\n");
        // SQLAlchemy's instances() fetches every row, whatever the program asks for.
        QTest::newRow("first-of-many") << QByteArray("with Session(engine) as session:\n"
                                                     "    session.exec(select(Task)).first()\n")
                                       << QByteArray("2 query: 5\n");
    }
    void eachStatementSaysWhyAndHowManyRows() {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, sent);
        const RunRecord record = run(body);
        QVERIFY2(!record.error, record.stderr_text.c_str());
        QCOMPARE(statements(record), sent);
    }
    void aStatementKnowsItsPlaceInTheProgram() {
        const RunRecord record = run("with Session(engine) as session:\n"
                                     "    found = [t for t in session.exec(\n"
                                     "        select(Task))]\n");
        const auto at = std::ranges::find_if(record.statements, [](const auto& s) { return s.span.file == "main.py" && s.id; });
        QVERIFY(at != record.statements.end());
        QCOMPARE(at->span, (sandbox::SourceSpan{"main.py", 3, 24, 4, 21}));
        QCOMPARE(at->kind, sandbox::StatementKind::select);
        QCOMPARE(at->folded, std::string("SELECT task.id, task.title, task.worker_id FROM task"));
        QVERIFY(at->session != 0);
        QVERIFY(at->connection != 0);
    }
    void aRefusedStatementKeepsTheDriversMessage() {
        const RunRecord record = run("from sqlalchemy import text\n"
                                     "with Session(engine) as session:\n"
                                     "    session.execute(text('SELECT * FROM nowhere'))\n");
        QVERIFY(record.error);
        QCOMPARE(record.statements.back().sql, std::string("ROLLBACK"));
        const auto& failed = record.statements[record.statements.size() - 2];
        QCOMPARE(failed.sql, std::string("SELECT * FROM nowhere"));
        QCOMPARE(failed.error, std::string("no such table: nowhere"));
    }
    void readsOfARelationshipSayHowTheyWereAnswered_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("expected");
        const QByteArray open = "session = Session(engine)\n";
        QTest::newRow("loaded-then-known") << open + "task = session.get(Task, 1)\ntask.worker\ntask.worker\n"
                                           << QByteArray("Task.worker loaded now 1\nTask.worker already loaded 1\n");
        QTest::newRow("identity-map") << open + "worker = session.get(Worker, 1)\nsession.get(Task, 1).worker\n"
                                      << QByteArray("Task.worker identity map 1\n");
        QTest::newRow("no-key") << open + "session.get(Task, 5).worker\n" << QByteArray("Task.worker no key 1\n");
        QTest::newRow("detached") << open + "task = session.get(Task, 1)\nsession.close()\ntry:\n    task.worker\nexcept Exception: pass\n"
                                  << QByteArray("Task.worker raised 1\n");
        QTest::newRow("in-a-loop") << open + "tasks = session.exec(select(Task).where(Task.worker_id == 1)).all()\nfor t in tasks: t.worker\n"
                                   << QByteArray("Task.worker loaded now 1\nTask.worker identity map 1\n");
    }
    void readsOfARelationshipSayHowTheyWereAnswered() {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, expected);
        const RunRecord record = run(body);
        QVERIFY2(!record.error, record.stderr_text.c_str());
        QCOMPARE(reads(record), expected);
    }
    void anEagerLoadSaysHowMuchOfItWasRead_data() {
        QTest::addColumn<QByteArray>("reading");
        QTest::addColumn<uint>("read");
        QTest::newRow("nothing") << QByteArray("pass") << 0u;
        QTest::newRow("one-of-two") << QByteArray("workers[0].tasks, workers[0].tasks") << 1u;
        QTest::newRow("all") << QByteArray("[w.tasks for w in workers]") << 2u;
    }
    void anEagerLoadSaysHowMuchOfItWasRead() {
        QFETCH(QByteArray, reading);
        QFETCH(uint, read);
        for (const char* strategy : {"selectin", "joined", "subquery", "immediate"}) {
            const RunRecord record = run(QByteArray("session = Session(engine)\nworkers = session.exec(select(Worker).options(") + strategy +
                                         "load(Worker.tasks))).unique().all()\n" + reading + "\n");
            QVERIFY2(!record.error, record.stderr_text.c_str());
            QCOMPARE(record.eager_loads.size(), size_t(1));
            const sandbox::EagerLoadRecord& load = record.eager_loads[0];
            QCOMPARE(load.relationship, std::string("Worker.tasks"));
            QCOMPARE(load.strategy, std::string(strategy));
            QCOMPARE(load.objects, uint64_t(2));
            QCOMPARE(load.read, uint64_t(read));
            QCOMPARE(load.is_unused(), read == 0);
        }
    }
    void aSessionLeftOpenIsSeen() {
        const RunRecord record = run("left = Session(engine)\nleft.get(Task, 1)\nwith Session(engine) as closed:\n    closed.get(Task, 1)\n");
        QVERIFY2(!record.error, record.stderr_text.c_str());
        std::vector<std::pair<int, bool>> sessions;
        for (const sandbox::SessionRecord& s : record.sessions)
            if (s.opened.file == "main.py") sessions.emplace_back(s.opened.line, s.is_closed);
        QCOMPARE(sessions, (std::vector<std::pair<int, bool>>{{2, false}, {4, true}}));
    }
    void aResultSaysWhetherUniqueWasNeededAndCalled() {
        const RunRecord record = run("session = Session(engine)\nsession.exec(select(Worker).options(joinedload(Worker.tasks))).unique().all()\n"
                                     "session.exec(select(Task)).all()\n");
        QVERIFY2(!record.error, record.stderr_text.c_str());
        std::vector<sandbox::ResultRecord> results;
        for (const auto& r : record.results)
            if (r.span.file == "main.py") results.push_back(r);
        QCOMPARE(results.size(), size_t(2));
        QVERIFY(results[0].needs_unique && results[0].unique_called);
        QCOMPARE(results[0].rows_fetched, uint64_t(4));
        QCOMPARE(results[0].objects_returned, uint64_t(2));
        QVERIFY(!results[1].needs_unique && !results[1].unique_called);
        QCOMPARE(results[1].objects_returned, uint64_t(5));
    }
    void anEntityHasItsColumnsAndResolvedRelationships() {
        const RunRecord record = run("");
        const auto task = std::ranges::find(record.entities, "Task", &sandbox::EntityRecord::name);
        QVERIFY(task != record.entities.end());
        QCOMPARE(task->table, std::string("task"));
        QCOMPARE(task->columns.size(), size_t(3));
        QCOMPARE(task->columns[2].foreign_key, std::string("worker.id"));
        QCOMPARE(task->relationships.size(), size_t(1));
        QCOMPARE(task->relationships[0].direction, std::string("MANYTOONE"));
        QCOMPARE(task->relationships[0].pairs, (std::vector<sandbox::ColumnPair>{{"task.worker_id", "worker.id"}}));
        QVERIFY(!task->relationships[0].uselist);
    }
    void warningsKeepTheirCategoryAndLine() {
        const RunRecord record = run("import warnings\nwarnings.warn('careful', DeprecationWarning)\n");
        QCOMPARE(record.warnings.size(), size_t(1));
        QCOMPARE(record.warnings[0].category, std::string("DeprecationWarning"));
        QCOMPARE(record.warnings[0].message, std::string("careful"));
        QCOMPARE(record.warnings[0].span.line, 3);
    }
};

QTEST_GUILESS_MAIN(TestRecord)
#include "tst_record.moc"
