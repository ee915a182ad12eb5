// Loading: which statements reading an attribute sends, and which the identity map saves.
#include "orm/mapped_program.h"

#include <QtTest>

using namespace relata;

namespace {

const QByteArray models = "class Worker(SQLModel, table=True):\n"
                          "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                          "    name: str\n"
                          "    tasks: List['Task'] = Relationship(back_populates='worker')\n"
                          "class Task(SQLModel, table=True):\n"
                          "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                          "    worker_id: Optional[int] = Field(default=None, foreign_key='worker.id')\n"
                          "    worker: Optional[Worker] = Relationship(back_populates='tasks')\n";

/// `workers` workers with one task each.
QByteArray fill(int workers) {
    return "SQLModel.metadata.create_all(engine)\n"
           "with Session(engine) as setup:\n"
           "    setup.add_all([Worker(name=str(i), tasks=[Task()]) for i in range(" + QByteArray::number(workers) + ")])\n"
           "    setup.commit()\n"
           "session = Session(engine)\n";
}
constexpr int first_line = 6; // behind fill()

const QByteArray select_worker = "SELECT worker.id, worker.name FROM worker";
const QByteArray lazy_worker =
    "SELECT worker.id AS worker_id, worker.name AS worker_name FROM worker WHERE worker.id = ?";

} // namespace

class TestLoading : public QObject {
    Q_OBJECT

  private slots:
    void readingAManyToOneSendsOneStatementForEachKey() {
        const MappedProgram program(models, fill(2) + "tasks = session.exec(select(Task)).all()\nfor t in tasks: t.worker, t.worker\n");
        QCOMPARE(program.error(), QByteArray());
        QCOMPARE(program.sent(first_line), (QByteArrayList{"SELECT task.id, task.worker_id FROM task []", lazy_worker + " [1]",
                                                           lazy_worker + " [2]"}));
    }
    void theIdentityMapAnswersAManyToOne() {
        const MappedProgram program(models, fill(2) + "workers = session.exec(select(Worker)).all()\n"
                                                      "print([t.worker.name for t in session.exec(select(Task)).all()])\n");
        QCOMPARE(program.output(), QByteArray("['0', '1']\n"));
        QCOMPARE(program.sent(first_line),
                 (QByteArrayList{select_worker + " []", "SELECT task.id, task.worker_id FROM task []"}));
    }
    void theIdentityMapIsWeak() {
        const MappedProgram program(models, fill(1) + "worker = session.get(Worker, 1)\nsession.get(Worker, 1)\ndel worker\n"
                                                      "session.get(Worker, 1)\nprint(len(session.identity_map))\n");
        QCOMPARE(program.output(), QByteArray("0\n"));
        QCOMPARE(program.sent(first_line).size(), 2);
    }
    void aChangedObjectIsKeptUntilTheFlush() {
        const MappedProgram program(models, fill(1) + "session.get(Worker, 1).name = 'new'\nprint(len(session.identity_map), len(session.dirty))\n"
                                                      "session.flush()\nprint(len(session.identity_map))\n");
        QCOMPARE(program.output(), QByteArray("1 1\n0\n"));
        QCOMPARE(program.sent(first_line).last(), QByteArray("UPDATE worker SET name=? WHERE worker.id = ? [\"new\", 1]"));
    }
    void oneRowIsOneObject() {
        const MappedProgram program(models, fill(1) + "a = session.get(Worker, 1)\nb = session.exec(select(Worker)).one()\nprint(a is b)\n");
        QCOMPARE(program.output(), QByteArray("True\n"));
        QCOMPARE(program.sent(first_line).size(), 2);
    }
    void aMissingKeySendsNothing() {
        const MappedProgram program(models, fill(0) + "t = Task()\nsession.add(t)\nsession.flush()\nprint(t.worker)\n");
        QCOMPARE(program.output(), QByteArray("None\n"));
        QCOMPARE(program.sent(first_line), QByteArrayList{"INSERT INTO task (worker_id) VALUES (?) [null]"});
    }
    void selectinAsksFiveHundredParentsAtATime_data() {
        QTest::addColumn<int>("parents");
        QTest::addColumn<QByteArray>("sizes");
        QTest::newRow("none") << 0 << QByteArray();
        QTest::newRow("one") << 1 << QByteArray("1");
        QTest::newRow("exactly-one-chunk") << 500 << QByteArray("500");
        QTest::newRow("one-more") << 501 << QByteArray("500 1");
        QTest::newRow("three-chunks") << 1001 << QByteArray("500 500 1");
    }
    void selectinAsksFiveHundredParentsAtATime() {
        QFETCH(int, parents);
        QFETCH(QByteArray, sizes);
        const MappedProgram program(
            models, fill(parents) + "print(sum(len(w.tasks) for w in session.exec(select(Worker).options(selectinload(Worker.tasks))).all()))\n");
        QCOMPARE(program.error(), QByteArray());
        QCOMPARE(program.output(), QByteArray::number(parents) + "\n");
        const QByteArrayList sent = program.sent(first_line);
        QCOMPARE(sent.value(0), select_worker + " []");
        QByteArray got;
        for (const QByteArray& statement : sent.mid(1)) {
            QVERIFY(statement.startsWith("SELECT task.worker_id AS task_worker_id, task.id AS task_id FROM task WHERE task.worker_id IN (?"));
            got += (got.isEmpty() ? "" : " ") + QByteArray::number(statement.count('?'));
        }
        QCOMPARE(got, sizes);
    }
    void joinedLoadsInOneStatement() {
        const MappedProgram program(models, fill(2) + "print([t.worker.name for t in session.exec(select(Task).options(joinedload(Task.worker))).all()])\n");
        QCOMPARE(program.output(), QByteArray("['0', '1']\n"));
        QCOMPARE(program.sent(first_line),
                 QByteArrayList{"SELECT task.id, task.worker_id, worker_1.id AS id_1, worker_1.name FROM task LEFT OUTER JOIN worker AS "
                                "worker_1 ON worker_1.id = task.worker_id []"});
    }
    void joinedCollectionsNeedUnique() {
        const MappedProgram program(models, fill(1) + "session.exec(select(Worker).options(joinedload(Worker.tasks))).all()\n");
        QVERIFY(program.error().startsWith("sqlalchemy.exc.InvalidRequestError: The unique() method must be invoked on this Result"));
        QCOMPARE(program.sent(first_line).size(), 1);
    }
    void aDetachedObjectCannotLoad() {
        const MappedProgram program(models, fill(1) + "task = session.get(Task, 1)\nsession.close()\ntask.worker\n");
        QVERIFY2(program.error().startsWith("sqlalchemy.orm.exc.DetachedInstanceError: Parent instance <Task at 0x"), program.error().constData());
        QVERIFY(program.error().contains("is not bound to a Session; lazy load operation of attribute 'worker' cannot proceed"));
        QCOMPARE(program.sent(first_line).size(), 1);
    }
    void aWriteOnlyListIsReadBySelectAlone() {
        QByteArray write_only = models;
        write_only.replace("back_populates='worker')", "back_populates='worker', sa_relationship_kwargs={'lazy': 'write_only'})");
        const MappedProgram program(write_only, fill(1) + "worker = session.get(Worker, 1)\nworker.tasks.add(Task())\nsession.flush()\n"
                                                          "print(len(session.exec(worker.tasks.select()).all()))\nworker.tasks = []\n");
        QCOMPARE(program.output(), QByteArray("2\n"));
        QCOMPARE(program.error().split('\n').first(),
                 QByteArray("sqlalchemy.exc.InvalidRequestError: Collection \"Worker.tasks\" does not support implicit iteration; "
                            "collection replacement operations can't be used"));
        QCOMPARE(program.sent(first_line).last(), QByteArray("SELECT task.id, task.worker_id FROM task WHERE ? = task.worker_id [1]"));
    }
    void aDynamicListIsAQuery() {
        QByteArray dynamic = models;
        dynamic.replace("back_populates='worker')", "back_populates='worker', sa_relationship_kwargs={'lazy': 'dynamic'})");
        const MappedProgram program(dynamic, fill(1) + "print(session.get(Worker, 1).tasks.filter(Task.id > 0).count())\n");
        QCOMPARE(program.output(), QByteArray("1\n"));
        QCOMPARE(program.sent(first_line).last(),
                 QByteArray("SELECT count(*) AS count_1 FROM (SELECT task.id AS task_id, task.worker_id AS task_worker_id FROM task "
                            "WHERE ? = task.worker_id AND task.id > ?) AS anon_1 [1, 0]"));
    }
    void aQueryOfASessionLimitsItsFirstRow() {
        const MappedProgram program(models, fill(2) + "print(session.query(Worker).order_by(Worker.id.desc()).first().name)\n");
        QCOMPARE(program.output(), QByteArray("1\n"));
        QCOMPARE(program.sent(first_line),
                 QByteArrayList{"SELECT worker.id AS worker_id, worker.name AS worker_name FROM worker ORDER BY worker.id DESC "
                                "LIMIT ? OFFSET ? [1, 0]"});
    }
    void commitExpiresAndOneStatementRefreshes() {
        const MappedProgram program(models, fill(1) + "worker = session.get(Worker, 1)\nsession.commit()\nworker.name, worker.name\n");
        QCOMPARE(program.sent(first_line), (QByteArrayList{lazy_worker + " [1]", lazy_worker + " [1]"}));
    }
};

QTEST_GUILESS_MAIN(TestLoading)
#include "tst_loading.moc"
