// Programs that do everything right: the record of each must hold nothing to complain about. What it calls a
// finding is listed in `findings`; a way of writing a correct program that trips one of them is a false
// alarm.
#include "sandbox/run.h"

#include <QtTest>

using namespace relata;
using sandbox::RunRecord;

namespace {

constexpr const char* models =
    "import asyncio\n"
    "from contextlib import asynccontextmanager, contextmanager\n"
    "from typing import List, Optional\n"
    "from sqlalchemy.ext.asyncio import AsyncAttrs, async_sessionmaker, create_async_engine\n"
    "from sqlalchemy.orm import contains_eager, immediateload, joinedload, raiseload, selectinload, "
    "sessionmaker, subqueryload\n"
    "from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, func, select\n"
    "from sqlmodel.ext.asyncio.session import AsyncSession\n"
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
    "    parent_id: Optional[int] = Field(default=None, foreign_key=\"task.id\")\n"
    "    worker: Optional[Worker] = Relationship(back_populates=\"tasks\")\n"
    "    parent: Optional[\"Task\"] = Relationship(back_populates=\"subtasks\", "
    "sa_relationship_kwargs={\"remote_side\": \"Task.id\"})\n"
    "    subtasks: List[\"Task\"] = Relationship(back_populates=\"parent\")\n"
    "\n"
    "engine = create_engine(\"sqlite://\")\n"
    "SQLModel.metadata.create_all(engine)\n"
    "with Session(engine) as session:\n"
    "    root = Task(title=\"root\")\n"
    "    for name in (\"Ada\", \"Bob\"):\n"
    "        session.add(Worker(name=name, tasks=[Task(title=name + str(i), parent=root) for i in "
    "range(2)]))\n"
    "    session.add(Worker(name=\"Eve\"))\n"
    "    session.commit()\n";

constexpr const char* async_models =
    "\n"
    "engine = create_async_engine(\"sqlite+aiosqlite://\")\n"
    "async def fill():\n"
    "    async with engine.begin() as connection:\n"
    "        await connection.run_sync(SQLModel.metadata.create_all)\n"
    "    async with AsyncSession(engine) as session:\n"
    "        session.add(Worker(name=\"Ada\", tasks=[Task(title=\"a\"), Task(title=\"b\")]))\n"
    "        await session.commit()\n";

/// What the record has to say against a program.
QByteArrayList findings(const RunRecord& record) {
    QByteArrayList found;
    const auto add = [&](const std::string& text, const sandbox::SourceSpan& span) {
        found.append(QByteArray::fromStdString(text + " at " + span.file + ":" + std::to_string(span.line)));
    };
    if (record.error) found.append(QByteArray::fromStdString(record.error->traceback));
    for (const auto& w : record.warnings)
        add("warning " + w.message, w.span);
    for (const auto& s : record.sessions)
        if (!s.is_closed) add("session left open", s.opened);
    for (const auto& c : record.connections)
        if (c.is_left_out()) add("connection not given back", c.last_checkout);
    for (const auto& e : record.eager_loads)
        if (e.is_unused()) add("nobody read " + e.relationship, e.span);
    for (const auto& r : record.results)
        if (r.needs_unique && !r.unique_called) add("unique() missing", r.span);
    for (const auto& r : record.relationship_reads)
        if (r.how == sandbox::RelationshipReadRecord::How::raised)
            add("no access to " + r.relationship, r.span);
    for (const auto& s : record.statements) {
        if (!s.error.empty()) add(s.error, s.span);
        if (s.id && s.span.line == 0) add("no line for " + s.folded, s.span);
    }
    return found;
}

} // namespace

class TestInnocentPrograms : public QObject {
    Q_OBJECT

    struct Judged {
        QByteArrayList found;
        bool has_output = false;
    };
    /// Looks when the last line has run and once more when the program is gone: what only its end gives back was kept.
    static Judged run(const std::string& body) {
        sandbox::RunRequest request;
        request.files = {{"main.py", "from models import *\n" + body}, {"models.py", models}};
        sandbox::Run steps(request);
        steps.run_main();
        Judged judged{findings(steps.record()), false};
        const RunRecord record = std::move(steps).finish();
        for (const QByteArray& finding : findings(record))
            if (!judged.found.contains(finding)) judged.found.append(finding);
        judged.has_output = !record.stdout_text.empty();
        return judged;
    }

  private slots:
    void theRecordHasNothingAgainstThem_data() {
        QTest::addColumn<QByteArray>("body");
        const auto program = [](const char* name, const char* body) {
            QTest::newRow(name) << QByteArray(body);
        };
        const auto coroutine = [](const char* name, const char* body) {
            QByteArray text(body);
            text.replace("\n", "\n    ");
            QTest::newRow(name) << QByteArray(async_models) + "async def main():\n    await fill()\n    " +
                                       text + "\n    await engine.dispose()\nasyncio.run(main())\n";
        };
        program("lists-by-selectin",
                "with Session(engine) as s:\n"
                "    for w in s.exec(select(Worker).options(selectinload(Worker.tasks))).unique().all():\n"
                "        print(w.name, [t.title for t in w.tasks])\n");
        program("lists-by-a-join",
                "with Session(engine) as s:\n"
                "    for w in s.exec(select(Worker).options(joinedload(Worker.tasks))).unique().all():\n"
                "        print(w.name, len(w.tasks))\n");
        program("lists-by-a-subquery",
                "with Session(engine) as s:\n"
                "    for w in s.exec(select(Worker).options(subqueryload(Worker.tasks))):\n"
                "        for t in w.tasks: print(t.title)\n");
        program("many-to-one-without-unique",
                "with Session(engine) as s:\n"
                "    for t in s.exec(select(Task).options(joinedload(Task.worker))).all():\n"
                "        print(t.title, t.worker.name if t.worker else None)\n");
        program("only-some-are-read",
                "with Session(engine) as s:\n"
                "    found = s.exec(select(Worker).options(immediateload(Worker.tasks))).all()\n"
                "    print(found[0].tasks[0].title)\n");
        program("nested", "with Session(engine) as s:\n"
                          "    root = s.exec(select(Task).where(Task.parent_id == None).options(\n"
                          "        selectinload(Task.subtasks).selectinload(Task.worker))).one()\n"
                          "    print([(t.title, t.worker.name) for t in root.subtasks])\n");
        program("contains-eager",
                "with Session(engine) as s:\n"
                "    q = select(Worker).join(Worker.tasks).options(contains_eager(Worker.tasks))\n"
                "    print([len(w.tasks) for w in s.exec(q).unique()])\n");
        program("guarded-by-raiseload",
                "with Session(engine) as s:\n"
                "    q = select(Task).options(selectinload(Task.worker), raiseload('*'))\n"
                "    print([t.worker and t.worker.name for t in s.exec(q)])\n");
        program("read-after-the-session",
                "with Session(engine) as s:\n"
                "    found = s.exec(select(Worker).options(selectinload(Worker.tasks))).all()\n"
                "print([len(w.tasks) for w in found])\n");
        program("dumped-by-a-method",
                "def line(w): return f'{w.name}: {len(w.tasks)}'\n"
                "with Session(engine) as s:\n"
                "    print(*map(line, s.exec(select(Worker).options(selectinload(Worker.tasks)))))\n");
        program("read-through-getattr",
                "with Session(engine) as s:\n"
                "    w = s.exec(select(Worker).options(selectinload(Worker.tasks))).first()\n"
                "    print(len(getattr(w, 'tasks')))\n");
        program("closed-by-hand",
                "s = Session(engine)\ntry:\n    print(s.get(Worker, 1).name)\nfinally:\n    s.close()\n");
        program("sessionmaker", "Maker = sessionmaker(engine, class_=Session)\nwith Maker.begin() as s:\n    "
                                "s.add(Worker(name='New'))\n"
                                "with Maker() as s:\n    print(len(s.exec(select(Worker)).all()))\n");
        program("in-a-generator",
                "@contextmanager\ndef opened():\n    with Session(engine) as s:\n        yield s\n"
                "with opened() as s:\n    print(s.exec(select(func.count()).select_from(Task)).one())\n");
        program("a-dependency", "def get_session():\n    with Session(engine) as s:\n        yield s\n"
                                "for s in get_session():\n    print(s.get(Task, 1).title)\n");
        program("handled-and-rolled-back",
                "with Session(engine) as s:\n    try:\n        s.add(Worker(name='x'))\n        s.flush()\n"
                "        raise ValueError\n    except ValueError:\n        s.rollback()\n    "
                "print(s.get(Worker, 1).name)\n");
        program("a-savepoint", "with Session(engine) as s:\n    with s.begin_nested():\n        "
                               "s.add(Worker(name='y'))\n    s.commit()\n");
        program("columns-only", "with Session(engine) as s:\n    print(s.exec(select(Worker.name, "
                                "func.count(Task.id)).join(Task).group_by(Worker.id)).all())\n");
        program("a-connection", "from sqlalchemy import text\nwith engine.connect() as c:\n    "
                                "print(c.execute(text('SELECT 1')).scalar())\n");
        program("refreshed", "with Session(engine) as s:\n    w = Worker(name='z')\n    s.add(w)\n    "
                             "s.commit()\n    s.refresh(w)\n    print(w.id)\n");
        program("partly-fetched",
                "with Session(engine) as s:\n    r = s.exec(select(Task))\n    print(r.first().title)\n");
        program("an-empty-result", "with Session(engine) as s:\n"
                                   "    print(s.exec(select(Worker).where(Worker.id > "
                                   "99).options(selectinload(Worker.tasks))).all())\n");
        program("an-object-without-rows-beside-it", "with Session(engine) as s:\n"
                                                    "    eve = s.exec(select(Worker).where(Worker.name == "
                                                    "'Eve').options(selectinload(Worker.tasks))).one()\n"
                                                    "    print(eve.tasks)\n");
        coroutine(
            "async-selectin",
            "async with AsyncSession(engine) as s:\n"
            "    for w in (await s.exec(select(Worker).options(selectinload(Worker.tasks)))).unique():\n"
            "        print(w.name, len(w.tasks))");
        coroutine("async-maker",
                  "Maker = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)\n"
                  "async with Maker.begin() as s:\n    w = Worker(name='New')\n    s.add(w)\nprint(w.id)");
        coroutine("async-generator",
                  "async def get_session():\n    async with AsyncSession(engine) as s:\n        yield s\n"
                  "async for s in get_session():\n    print((await s.get(Task, 1)).title)");
        coroutine("async-in-a-task-each", "async def count():\n    async with AsyncSession(engine) as s:\n"
                                          "        return len((await s.exec(select(Task))).all())\n"
                                          "print(await asyncio.gather(count(), count()))");
        coroutine("async-refresh-of-a-list",
                  "async with AsyncSession(engine) as s:\n    w = await s.get(Worker, 1)\n"
                  "    await s.refresh(w, ['tasks'])\n    print(len(w.tasks))");
        coroutine("async-run-sync",
                  "async with AsyncSession(engine) as s:\n"
                  "    print(await s.run_sync(lambda s: [len(w.tasks) for w in s.exec(select(Worker))]))");
        coroutine("async-stream", "async with AsyncSession(engine) as s:\n    async for t in await "
                                  "s.stream_scalars(select(Task)):\n        print(t.title)");
        coroutine("async-cancelled",
                  "async def work():\n    async with AsyncSession(engine) as s:\n        await s.get(Worker, "
                  "1)\n        await asyncio.sleep(9)\n"
                  "t = asyncio.create_task(work())\nawait asyncio.sleep(1)\nt.cancel()\n"
                  "try:\n    await t\nexcept asyncio.CancelledError:\n    print('cancelled')");
    }
    void theRecordHasNothingAgainstThem() {
        QFETCH(QByteArray, body);
        const Judged judged = run(body.toStdString());
        QCOMPARE(judged.found.join("\n"), QByteArray());
        QVERIFY(judged.has_output || QByteArray(QTest::currentDataTag()) == "a-savepoint");
    }
    /// The suite can fail: each kind of finding appears where it should.
    void guiltyOnesAreFound_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("open-session") << QByteArray("s = Session(engine)\ns.get(Worker, 1)\ns.rollback()\n")
                                      << QByteArray("session left open at main.py:2");
        QTest::newRow("open-connection")
            << QByteArray("c = engine.connect()\n") << QByteArray("connection not given back at main.py:2");
        QTest::newRow("unread") << QByteArray(
                                       "with Session(engine) as s:\n    "
                                       "s.exec(select(Worker).options(selectinload(Worker.tasks))).all()\n")
                                << QByteArray("nobody read Worker.tasks at main.py:3");
        QTest::newRow("detached") << QByteArray("with Session(engine) as s:\n    w = s.get(Worker, "
                                                "1)\ntry:\n    w.tasks\nexcept Exception:\n    pass\n")
                                  << QByteArray("no access to Worker.tasks at main.py:5");
        QTest::newRow("cartesian")
            << QByteArray("with Session(engine) as s:\n    s.exec(select(Worker, Task)).all()\n")
            << QByteArray("warning SELECT statement has a cartesian product");
    }
    void guiltyOnesAreFound() {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, start);
        const QByteArrayList found = run(body.toStdString()).found;
        QCOMPARE(found.size(), 1);
        QVERIFY2(found[0].startsWith(start), found[0].constData());
    }
};

QTEST_GUILESS_MAIN(TestInnocentPrograms)
#include "tst_innocent_programs.moc"
