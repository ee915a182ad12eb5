// Unit of work: in which order a flush sends, what it leaves out, and what a failed one leaves behind.
#include "orm/mapped_program.h"
#include "orm/state_map.h"

#include <QtTest>

using namespace relata;

namespace {

const QByteArray models = "class Task(SQLModel, table=True):\n"
                          "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                          "    title: str = Field(unique=True)\n"
                          "    worker_id: Optional[int] = Field(default=None, foreign_key='worker.id')\n"
                          "    worker: Optional['Worker'] = Relationship(back_populates='tasks')\n"
                          "class Worker(SQLModel, table=True):\n"
                          "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                          "    name: str\n"
                          "    tasks: List[Task] = Relationship(back_populates='worker')\n"
                          "class Node(SQLModel, table=True):\n"
                          "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                          "    parent_id: Optional[int] = Field(default=None, foreign_key='node.id')\n"
                          "    parent: Optional['Node'] = Relationship(back_populates='children', sa_relationship_kwargs={'remote_side': 'Node.id'})\n"
                          "    children: List['Node'] = Relationship(back_populates='parent')\n";
const QByteArray open = "SQLModel.metadata.create_all(engine)\nsession = Session(engine)\n";
constexpr int first_line = 3;

} // namespace

class TestUnitOfWork : public QObject {
    Q_OBJECT

  private slots:
    /// Allocators hand out blocks that begin at round addresses: states at the same places of many of them.
    void manyStatesAreFoundWithoutSearching() {
        orm::StateMap<int> map;
        constexpr uintptr_t block = 32u << 20, first = 16 * block;
        for (uintptr_t size : {uintptr_t(160), uintptr_t(192), uintptr_t(256)}) {
            map.clear();
            for (uintptr_t b = 0; b < 12; ++b)
                for (uintptr_t i = 0; i < 50'000; ++i) // only the address of a state is looked at
                    map.emplace(*reinterpret_cast<const orm::InstanceState*>(first + b * block + i * size), int(i));
            QCOMPARE(map.size(), size_t(600'000));
            QVERIFY2(map.longest_probe() < 64, qPrintable(QString::number(map.longest_probe())));
        }
    }
    void parentsAreInsertedFirst() {
        const MappedProgram program(models, open + "session.add(Task(title='a', worker=Worker(name='Ada')))\nsession.flush()\n");
        QCOMPARE(program.error(), QByteArray());
        QCOMPARE(program.sent(first_line), (QByteArrayList{"INSERT INTO worker (name) VALUES (?) [\"Ada\"]",
                                                           "INSERT INTO task (title, worker_id) VALUES (?, ?) [\"a\", 1]"}));
    }
    void severalEmptyObjectsAreInsertedByNull() {
        const QByteArray empty = "class Empty(SQLModel, table=True):\n    id: Optional[int] = Field(default=None, primary_key=True)\n";
        const MappedProgram program(models + empty, open + "session.add_all([Empty(), Empty()])\nsession.flush()\n");
        QCOMPARE(program.error(), QByteArray());
        QCOMPARE(program.sent(first_line), (QByteArrayList{"INSERT INTO empty (id) VALUES (NULL) RETURNING id []",
                                                           "INSERT INTO empty (id) VALUES (NULL) RETURNING id []"}));
    }
    void manyRowsWithReturningGoInOneStatement() {
        const MappedProgram program(models, open + "from sqlmodel import insert\n"
                                                   "rows = session.execute(insert(Worker).returning(Worker), [{'name': 'a'}, {'name': 'b'}])\n"
                                                   "print([w.id for w in rows.scalars()])\n");
        QCOMPARE(program.error(), QByteArray());
        QCOMPARE(program.sent(first_line + 1),
                 (QByteArrayList{"INSERT INTO worker (name) VALUES (?), (?) RETURNING id, name [\"a\", \"b\"]"}));
    }
    void rowsWithOtherColumnsNeedAStatementOfTheirOwn() {
        const MappedProgram program(models, open + "session.bulk_insert_mappings(Task, [{'title': 'a'}, {'title': 'b', 'worker_id': 1}])\n");
        QCOMPARE(program.error(), QByteArray());
        QCOMPARE(program.sent(first_line), (QByteArrayList{"INSERT INTO task (title) VALUES (?) [\"a\"]",
                                                           "INSERT INTO task (title, worker_id) VALUES (?, ?) [\"b\", 1]"}));
    }
    void childrenAreDeletedFirst() {
        const MappedProgram program(models, open + "w = Worker(name='Ada', tasks=[Task(title='a')])\nsession.add(w)\nsession.flush()\n"
                                                   "session.delete(w)\nsession.delete(w.tasks[0])\nsession.flush()\n");
        QCOMPARE(program.error(), QByteArray());
        QCOMPARE(program.sent(first_line + 3),
                 (QByteArrayList{"DELETE FROM task WHERE task.id = ? [1]", "DELETE FROM worker WHERE worker.id = ? [1]"}));
    }
    void aDeletedParentLeavesItsChildrenWithoutAKey() {
        const MappedProgram program(models, open + "w = Worker(name='Ada', tasks=[Task(title='a')])\nsession.add(w)\nsession.flush()\n"
                                                   "session.delete(w)\nsession.flush()\n");
        QCOMPARE(program.sent(first_line + 3),
                 (QByteArrayList{"UPDATE task SET worker_id=? WHERE task.id = ? [null, 1]", "DELETE FROM worker WHERE worker.id = ? [1]"}));
    }
    void aTreeIsInsertedFromItsRoot() {
        const MappedProgram program(models, open + "session.add(Node(children=[Node(children=[Node()])]))\nsession.flush()\n");
        QCOMPARE(program.error(), QByteArray());
        QCOMPARE(program.sent(first_line),
                 (QByteArrayList{"INSERT INTO node (parent_id) VALUES (?) [null]", "INSERT INTO node (parent_id) VALUES (?) [1]",
                                 "INSERT INTO node (parent_id) VALUES (?) [2]"}));
    }
    void onlyChangedColumnsAreUpdated() {
        const MappedProgram program(models, open + "t = Task(title='a')\nsession.add(t)\nsession.flush()\n"
                                                   "t.title = 'b'\nsession.flush()\nt.title = 'b'\nsession.flush()\n");
        QCOMPARE(program.sent(first_line + 3), QByteArrayList{"UPDATE task SET title=? WHERE task.id = ? [\"b\", 1]"});
    }
    void nothingToDoSendsNothing() {
        const MappedProgram program(models, open + "session.add(Task(title='a'))\nsession.flush()\nsession.flush()\nsession.commit()\n");
        QCOMPARE(program.sent(first_line).size(), 1);
    }
    void aQueryFlushesBefore() {
        const MappedProgram program(models, open + "session.add(Task(title='a'))\nprint(len(session.exec(select(Task)).all()))\n");
        QCOMPARE(program.output(), QByteArray("1\n"));
        QCOMPARE(program.sent(first_line), (QByteArrayList{"INSERT INTO task (title, worker_id) VALUES (?, ?) [\"a\", null]",
                                                           "SELECT task.id, task.title, task.worker_id FROM task []"}));
    }
    void noAutoflushLeavesItPending() {
        const MappedProgram program(models, open + "session.add(Task(title='a'))\nwith session.no_autoflush:\n    print(len(session.exec(select(Task)).all()))\n");
        QCOMPARE(program.output(), QByteArray("0\n"));
        QCOMPARE(program.sent(first_line).size(), 1);
    }
    void assigningTheOtherSideSetsTheKey() {
        const MappedProgram program(models, open + "w = Worker(name='Ada')\nt = Task(title='a')\nw.tasks.append(t)\nprint(t.worker is w)\n"
                                                   "session.add(t)\nsession.flush()\nprint(t.worker_id)\n");
        QCOMPARE(program.output(), QByteArray("True\n1\n"));
    }
    void aFailedFlushRollsBackAndSaysSo() {
        const MappedProgram program(models, open + "session.add(Task(title='a'))\nsession.commit()\nsession.add(Task(title='a'))\n"
                                                   "try:\n    session.commit()\nexcept Exception as e:\n    print(type(e).__name__)\n"
                                                   "try:\n    session.exec(select(Task)).all()\nexcept Exception as e:\n    print(type(e).__name__)\n"
                                                   "session.rollback()\nprint(len(session.exec(select(Task)).all()))\n");
        QCOMPARE(program.error(), QByteArray());
        QCOMPARE(program.output(), QByteArray("IntegrityError\nPendingRollbackError\n1\n"));
    }
    void rowsWithServerKeysGoOneByOneInTheOrderTheyCame() {
        const MappedProgram program(models, open + "session.add_all([Task(title=str(i)) for i in range(3)])\nsession.commit()\n");
        const QByteArray insert("INSERT INTO task (title, worker_id) VALUES (?, ?) RETURNING id ");
        QCOMPARE(program.sent(first_line), (QByteArrayList{insert + "[\"0\", null]", insert + "[\"1\", null]", insert + "[\"2\", null]"}));
    }
};

QTEST_GUILESS_MAIN(TestUnitOfWork)
#include "tst_unit_of_work.moc"
