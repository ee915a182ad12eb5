# Rows of a result whose session is closed have no place to go.
from typing import List, Optional
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select
from sqlalchemy.orm import selectinload, joinedload, contains_eager, aliased
from sqlalchemy import func, text
class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    heroes: List["Hero"] = Relationship(back_populates="team")
class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    age: Optional[int] = None
    team_id: Optional[int] = Field(default=None, foreign_key="team.id")
    team: Optional[Team] = Relationship(back_populates="heroes")
engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as session:
    team = Team(name="A")
    session.add_all([Hero(name="x", age=3, team=team), Hero(name="y", team=team), Hero(name="z")])
    session.commit()

def heroes():
    with Session(engine) as session:
        return (h for h in session.exec(select(Hero)))
print([h.name for h in heroes()])
