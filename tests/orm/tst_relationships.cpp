// JoinCondition: which columns a relationship joins, and which way it points.
#include "orm/mapped_program.h"

#include <QtTest>

using namespace relata;

namespace {

const QByteArray two_keys = "class Worker(SQLModel, table=True):\n"
                            "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                            "class Task(SQLModel, table=True):\n"
                            "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                            "    assignee_id: Optional[int] = Field(default=None, foreign_key='worker.id')\n"
                            "    reviewer_id: Optional[int] = Field(default=None, foreign_key='worker.id')\n";
const QByteArray node = "class Node(SQLModel, table=True):\n"
                        "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                        "    parent_id: Optional[int] = Field(default=None, foreign_key='node.id')\n";

} // namespace

class TestRelationships : public QObject {
    Q_OBJECT

  private slots:
    void resolvesPairsAndDirection_data() {
        QTest::addColumn<QByteArray>("models");
        QTest::addColumn<QByteArray>("relationship");
        QTest::addColumn<QByteArray>("resolved");
        const QByteArray simple = "class Worker(SQLModel, table=True):\n"
                                  "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                                  "    tasks: List['Task'] = Relationship(back_populates='worker')\n"
                                  "class Task(SQLModel, table=True):\n"
                                  "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                                  "    worker_id: Optional[int] = Field(default=None, foreign_key='worker.id')\n"
                                  "    worker: Optional[Worker] = Relationship(back_populates='tasks')\n";
        QTest::newRow("many-to-one") << simple << QByteArray("Task.worker") << QByteArray("MANYTOONE task.worker_id=worker.id");
        QTest::newRow("one-to-many") << simple << QByteArray("Worker.tasks") << QByteArray("ONETOMANY list worker.id=task.worker_id");
        const auto assignee = [](const char* arguments) {
            return two_keys + "    assignee: Optional[Worker] = Relationship(sa_relationship_kwargs=" + arguments + ")\n";
        };
        const QByteArray by_assignee("MANYTOONE task.assignee_id=worker.id");
        QTest::newRow("foreign-keys-as-text") << assignee("{'foreign_keys': '[Task.assignee_id]'}") << QByteArray("Task.assignee") << by_assignee;
        QTest::newRow("foreign-keys-as-lambda") << assignee("{'foreign_keys': lambda: [Task.assignee_id]}") << QByteArray("Task.assignee")
                                                << by_assignee;
        QTest::newRow("primaryjoin-as-text") << assignee("{'primaryjoin': 'Task.assignee_id == Worker.id'}") << QByteArray("Task.assignee") << by_assignee;
        QTest::newRow("primaryjoin-turned-round") << assignee("{'primaryjoin': 'Worker.id == Task.assignee_id'}") << QByteArray("Task.assignee") << by_assignee;
        QTest::newRow("self-reference-children")
            << node + "    children: List['Node'] = Relationship(back_populates='parent')\n"
                      "    parent: Optional['Node'] = Relationship(back_populates='children', sa_relationship_kwargs={'remote_side': 'Node.id'})\n"
            << QByteArray("Node.children") << QByteArray("ONETOMANY list node.id=node.parent_id");
        QTest::newRow("self-reference-parent")
            << node + "    parent: Optional['Node'] = Relationship(sa_relationship_kwargs={'remote_side': 'Node.id'})\n"
            << QByteArray("Node.parent") << QByteArray("MANYTOONE node.parent_id=node.id");
        QTest::newRow("secondary")
            << QByteArray("class Link(SQLModel, table=True):\n"
                          "    a_id: Optional[int] = Field(default=None, foreign_key='a.id', primary_key=True)\n"
                          "    b_id: Optional[int] = Field(default=None, foreign_key='b.id', primary_key=True)\n"
                          "class A(SQLModel, table=True):\n"
                          "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                          "    bs: List['B'] = Relationship(link_model=Link)\n"
                          "class B(SQLModel, table=True):\n"
                          "    id: Optional[int] = Field(default=None, primary_key=True)\n")
            << QByteArray("A.bs") << QByteArray("MANYTOMANY list a.id=link.a_id b.id=link.b_id through link b.id=link.b_id");
    }
    void resolvesPairsAndDirection() {
        QFETCH(QByteArray, models);
        QFETCH(QByteArray, relationship);
        QFETCH(QByteArray, resolved);
        const MappedProgram program(models, "configure_mappers()\n");
        QCOMPARE(program.error(), QByteArray());
        const QByteArrayList names = relationship.split('.');
        const sandbox::RelationshipRecord* r = program.relationship(names[0].toStdString(), names[1].toStdString());
        QVERIFY(r);
        QByteArray got = QByteArray::fromStdString(r->direction) + (r->uselist ? " list" : "");
        for (const sandbox::ColumnPair& p : r->pairs) got += " " + QByteArray::fromStdString(p.local + "=" + p.remote);
        if (!r->secondary.empty()) got += " through " + QByteArray::fromStdString(r->secondary);
        for (const sandbox::ColumnPair& p : r->secondary_pairs) got += " " + QByteArray::fromStdString(p.local + "=" + p.remote);
        QCOMPARE(got, resolved);
        QVERIFY(program.sent().isEmpty());
    }
    void refusesWhatItCannotResolve_data() {
        QTest::addColumn<QByteArray>("models");
        QTest::addColumn<QByteArray>("error");
        QTest::newRow("two-foreign-keys")
            << two_keys + "    assignee: Optional[Worker] = Relationship()\n"
            << QByteArray("sqlalchemy.exc.AmbiguousForeignKeysError: Could not determine join condition between parent/child tables on "
                          "relationship Task.assignee - there are multiple foreign key paths linking the tables.");
        QTest::newRow("no-foreign-key")
            << QByteArray("class Worker(SQLModel, table=True):\n    id: Optional[int] = Field(default=None, primary_key=True)\n"
                          "class Task(SQLModel, table=True):\n    id: Optional[int] = Field(default=None, primary_key=True)\n"
                          "    worker: Optional[Worker] = Relationship()\n")
            << QByteArray("sqlalchemy.exc.NoForeignKeysError: Could not determine join condition between parent/child tables on "
                          "relationship Task.worker - there are no foreign keys linking these tables.");
        QTest::newRow("unknown-class")
            << node + "    parent: Optional['Nod'] = Relationship()\n"
            << QByteArray("sqlalchemy.exc.InvalidRequestError: When initializing mapper Mapper[Node(node)], expression 'Nod' failed to "
                          "locate a name ('Nod').");
        QTest::newRow("back-populates-nobody")
            << node + "    parent: Optional['Node'] = Relationship(back_populates='kids', sa_relationship_kwargs={'remote_side': 'Node.id'})\n"
            << QByteArray("sqlalchemy.exc.InvalidRequestError: Mapper 'Mapper[Node(node)]' has no property 'kids'.");
        QTest::newRow("both-sides-one-direction")
            << node + "    children: List['Node'] = Relationship(back_populates='parent')\n"
                      "    parent: Optional['Node'] = Relationship(back_populates='children')\n"
            << QByteArray("sqlalchemy.exc.ArgumentError: Node.children and back-reference Node.parent are both of the same direction");
    }
    void refusesWhatItCannotResolve() {
        QFETCH(QByteArray, models);
        QFETCH(QByteArray, error);
        const MappedProgram program(models, "configure_mappers()\n");
        QVERIFY2(program.error().startsWith(error), program.error().constData());
    }
};

QTEST_GUILESS_MAIN(TestRelationships)
#include "tst_relationships.moc"
