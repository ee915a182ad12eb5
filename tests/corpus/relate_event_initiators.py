# What the initiator of an attribute event tells.
from typing import List, Optional
from sqlalchemy import event, create_engine, select
from sqlmodel import SQLModel, Field, Relationship, Session
class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    heroes: List["Hero"] = Relationship(back_populates="team")
class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    team_id: Optional[int] = Field(default=None, foreign_key="team.id")
    team: Optional[Team] = Relationship(back_populates="heroes")
@event.listens_for(Team.heroes, "append")
def a(target, value, initiator):
    print("append", target.name, value.name, initiator.key, initiator.op, initiator.impl.key, type(initiator).__name__)
@event.listens_for(Team.heroes, "remove")
def r(target, value, initiator):
    print("remove", target.name, value.name, initiator.key, initiator.op)
@event.listens_for(Hero.team, "set")
def st(target, value, old, initiator):
    print("set", target.name, value and value.name, old if not isinstance(old, Team) else old.name, initiator.key, initiator.op)
@event.listens_for(Hero.name, "set", retval=True)
def nm(target, value, old, initiator):
    print("name", value, old, initiator.key, initiator.op)
    return value.title()
@event.listens_for(Hero.name, "set", raw=True)
def nmr(target, value, old, initiator):
    print("raw", type(target).__name__, target.object is not None, target.key)
@event.listens_for(Team.heroes, "bulk_replace")
def br(target, values, initiator):
    print("bulk", [v.name for v in values], initiator.op)
@event.listens_for(Team.name, "modified")
def mod(target, initiator):
    print("modified", target.name, initiator.key, initiator.op)
t = Team(name="T"); h = Hero(name="spidey")
t.heroes.append(h)
t.heroes.remove(h)
h.team = t
h.team = None
t.heroes = [h, Hero(name="other")]
t.name = "U"
from sqlalchemy.orm.attributes import flag_modified, OP_APPEND
flag_modified(t, "name")
print(OP_APPEND)
