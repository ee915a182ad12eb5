# What listeners hear, in order; remove() and contains().
from typing import List, Optional
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select
from sqlalchemy import *
from sqlalchemy import select as sa_select
from sqlalchemy import exc as sa_exc
from sqlalchemy.orm import *
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


class HeroTag(SQLModel, table=True):
    hero_id: Optional[int] = Field(default=None, foreign_key="hero.id", primary_key=True)
    tag_id: Optional[int] = Field(default=None, foreign_key="tag.id", primary_key=True)


class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    city: Optional[str] = None
    heroes: List["Hero"] = Relationship(back_populates="team")


class Tag(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    word: str
    heroes: List["Hero"] = Relationship(back_populates="tags", link_model=HeroTag)


class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    age: Optional[int] = None
    team_id: Optional[int] = Field(default=None, foreign_key="team.id")
    team: Optional[Team] = Relationship(back_populates="heroes")
    tags: List[Tag] = Relationship(back_populates="heroes", link_model=HeroTag)


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as session:
    red = Tag(word="red")
    blue = Tag(word="blue")
    ants = Team(name="Ants", city="Rome")
    bees = Team(name="Bees")
    session.add_all([ants, bees, Team(name="Crows", city="Oslo")])
    session.add(Hero(name="Ann", age=30, team=ants, tags=[red, blue]))
    session.flush()
    session.add_all([
        Hero(name="Bob", age=20, team=ants, tags=[red]),
        Hero(name="Cid", age=None, team=bees),
        Hero(name="Dot", age=41),
    ])
    session.commit()


def attempt(label, function):
    try:
        print(label, function())
    except Exception as error:
        print(label, type(error).__name__, str(error))


# events
from sqlalchemy import event
log = []
@event.listens_for(Hero, "before_insert")
def bi(mapper, connection, target): log.append(("bi", target.name)); target.age = (target.age or 0) + 1
@event.listens_for(Hero, "after_insert")
def ai(mapper, connection, target): log.append(("ai", target.id is not None))
@event.listens_for(Hero, "before_update")
def bu(mapper, connection, target): log.append(("bu", target.name))
@event.listens_for(Hero, "after_delete")
def ad(mapper, connection, target): log.append(("ad", target.name))
@event.listens_for(Hero, "load")
def ld(target, context): log.append(("load", target.name))
@event.listens_for(Hero, "refresh")
def rf(target, context, attrs): log.append(("refresh", target.id, sorted(attrs) if attrs else attrs))
@event.listens_for(Hero.name, "set")
def se(target, value, oldvalue, initiator): log.append(("set", value))
@event.listens_for(Hero.name, "set", retval=True)
def se2(target, value, oldvalue, initiator): return value.strip()
@event.listens_for(Team.heroes, "append")
def ap(target, value, initiator): log.append(("append", value.name))
@event.listens_for(Team.heroes, "remove")
def rm(target, value, initiator): log.append(("remove", value.name))
@event.listens_for(Session, "before_flush")
def bf(session, ctx, instances): log.append(("bf", len(session.new), len(session.dirty), len(session.deleted)))
@event.listens_for(Session, "after_flush")
def af(session, ctx): log.append("af")
@event.listens_for(Session, "before_commit")
def bc(session): log.append("bc")
@event.listens_for(Session, "after_commit")
def ac(session): log.append("ac")
@event.listens_for(Session, "after_rollback")
def ar(session): log.append("ar")
@event.listens_for(Session, "do_orm_execute")
def do(state): log.append(("orm", state.is_select, state.is_relationship_load, state.is_column_load))
@event.listens_for(Session, "transient_to_pending")
def tp(session, instance): log.append(("t2p", type(instance).__name__))
@event.listens_for(Session, "persistent_to_deleted")
def pd(session, instance): log.append(("p2d", type(instance).__name__))
@event.listens_for(Session, "after_begin")
def ab(session, transaction, connection): log.append("begin")
@event.listens_for(engine, "before_cursor_execute")
def bce(conn, cursor, statement, parameters, context, executemany): log.append(statement.split()[0])
@event.listens_for(engine, "connect")
def cn(dbapi, rec): log.append("connect")
@event.listens_for(engine, "checkout")
def co(dbapi, rec, proxy): log.append("checkout")
@event.listens_for(engine, "checkin")
def ci(dbapi, rec): log.append("checkin")
def flush():
    print(log); log.clear()
with Session(engine) as session:
    h = Hero(name=" Zoe "); flush()
    session.add(h); flush()
    session.commit(); flush()
    print(h.name); flush()
    h.team = session.get(Team, 1); flush()
    print([x.name for x in h.team.heroes]); flush()
    session.flush(); flush()
    h.team.heroes.remove(h); flush()
    session.rollback(); flush()
    session.refresh(h); flush()
    session.delete(h); session.commit(); flush()
    session.execute(update(Hero).values(age=1)); flush()
    session.exec(select(Team).options(selectinload(Team.heroes))).all(); flush()
    attempt("bad event", lambda: event.listen(Hero, "before_foo", print))
    attempt("remove", lambda: event.remove(Hero, "before_insert", bi))
    attempt("contains", lambda: event.contains(Hero, "before_update", bu))
    session.add(Hero(name="Yan", age=5)); session.commit(); flush()
