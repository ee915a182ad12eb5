from typing import List, Optional
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select

class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    heroes: List["Hero"] = Relationship(back_populates="team")

class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    age: Optional[int] = None
    team_id: Optional[int] = Field(default=None, foreign_key="team.id")
    team: Optional[Team] = Relationship(back_populates="heroes")

engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as s:
    t1 = Team(name="A"); t2 = Team(name="B")
    s.add_all([Hero(name="x", age=3, team=t1), Hero(name="y", age=5, team=t1), Hero(name="z", age=7, team=t2)])
    s.commit()
from sqlalchemy import event, update
from sqlalchemy.orm import with_loader_criteria
@event.listens_for(Session, "do_orm_execute")
def ex(st):
    if st.is_update:
        print("update", st.execution_options.get("tag"), st.is_orm_statement)
    if st.is_select and st.execution_options.get("twice"):
        rows = st.invoke_statement()
        print(len(rows.all()))
    if st.is_select and st.execution_options.get("mine"):
        return st.invoke_statement(select(Hero).where(Hero.age > 6))
with Session(engine) as s:
    print([h.name for h in s.exec(select(Hero), execution_options={"mine": True}).all()])
    print([h.name for h in s.exec(select(Hero).execution_options(twice=True)).all()])
    s.execute(update(Hero).where(Hero.id == 1).values(age=9), execution_options={"tag": "t"})
    s.commit()
