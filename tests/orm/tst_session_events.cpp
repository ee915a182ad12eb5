// Listeners of do_orm_execute: what they see, change and replace.
#include "orm/mapped_program.h"

#include <QtTest>

using namespace relata;

namespace {
const QByteArray models = R"(
class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    heroes: List["Hero"] = Relationship(back_populates="team")
class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    gone: bool = False
    team_id: Optional[int] = Field(default=None, foreign_key="team.id")
    team: Optional[Team] = Relationship(back_populates="heroes")
)";
const QByteArray fill = R"(
from sqlalchemy import event, update
from sqlalchemy.orm import with_loader_criteria
SQLModel.metadata.create_all(engine)
session = Session(engine)
session.add(Team(heroes=[Hero(), Hero(gone=True)]))
session.commit()
)";
} // namespace

class TestSessionEvents : public QObject {
    Q_OBJECT

  private slots:
    void aListenerAddsCriteria() {
        const MappedProgram program(models, fill + R"(
@event.listens_for(session, "do_orm_execute")
def hide(state):
    if state.is_select and not state.is_column_load and not state.is_relationship_load:
        state.statement = state.statement.options(with_loader_criteria(Hero, Hero.gone == False))
print(len(session.exec(select(Hero)).all()), len(session.exec(select(Team)).one().heroes))
)");
        QCOMPARE(program.error(), QByteArray());
        QCOMPARE(program.output(), QByteArray("1 1\n"));
    }
    void loadersAskToo() {
        const MappedProgram program(models, fill + R"(
@event.listens_for(session, "do_orm_execute")
def tell(state):
    print(state.is_select, state.is_update, state.is_column_load, state.is_relationship_load)
team = session.get(Team, 1)
team.heroes
session.refresh(team)
session.exec(update(Hero).values(gone=False))
)");
        QCOMPARE(program.error(), QByteArray());
        QCOMPARE(program.output(), QByteArray("True False False False\nTrue False False True\n"
                                              "True False True False\nFalse True False False\n"));
    }
    void aListenerRunsTheStatementItself() {
        const MappedProgram program(models, fill + R"(
@event.listens_for(session, "do_orm_execute")
def first(state):
    return state.invoke_statement(select(Hero.id).where(Hero.gone == True))
@event.listens_for(session, "do_orm_execute")
def second(state):
    print("second")
print(session.exec(select(Hero.id)).all())
)");
        QCOMPARE(program.error(), QByteArray());
        QCOMPARE(program.output(), QByteArray("second\n[2]\n"));
    }
    void parameterSetsGoTogether() {
        const MappedProgram program(models, fill + R"(
from sqlalchemy import bindparam
table = Hero.__table__
changed = update(table).where(table.c.id == bindparam("key")).values(gone=bindparam("to"))
print(session.connection().execute(changed, [{"key": 1, "to": True}, {"key": 2, "to": True}]).rowcount)
session.connection().execute(changed, [{"key": 1, "to": True}, {"key": 2}])
)");
        QCOMPARE(program.output(), QByteArray("2\n"));
        QVERIFY(program.error().startsWith("sqlalchemy.exc.StatementError: (sqlalchemy.exc.InvalidRequestError) A value is "
                                           "required for bind parameter 'to', in parameter group 1\n"));
    }
};

QTEST_GUILESS_MAIN(TestSessionEvents)
#include "tst_session_events.moc"
