# Strategies under each other, and with yield_per.
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


# every loading strategy, combined
with Session(engine) as session:
    for option in (joinedload, selectinload, subqueryload, immediateload, lazyload):
        teams = session.exec(select(Team).options(option(Team.heroes).options(selectinload(Hero.tags))).order_by(Team.id)).unique().all()
        print([(t.name, [(h.name, len(h.tags)) for h in t.heroes]) for t in teams])
        session.expunge_all()
    stmt = select(Team).options(joinedload(Team.heroes.and_(Hero.age > 25))).order_by(Team.name.desc())
    print([(t.name, [h.name for h in t.heroes]) for t in session.scalars(stmt).unique()])
    session.expunge_all()
    stmt = select(Team).options(selectinload(Team.heroes.and_(Hero.age > 25)).load_only(Hero.name))
    print([(t.name, [h.name for h in t.heroes]) for t in session.scalars(stmt)])
    session.expunge_all()
    stmt = select(Team).options(subqueryload(Team.heroes.and_(Hero.name != "Bob")).joinedload(Hero.tags)).limit(2).order_by(Team.id)
    print([(t.name, [h.name for h in t.heroes]) for t in session.scalars(stmt)])
with Session(engine) as session:
    stmt = select(Hero).options(joinedload(Hero.team, innerjoin=True), joinedload(Hero.tags)).order_by(Hero.id).limit(2)
    for h in session.scalars(stmt).unique():
        print(h.name, h.team.name, [t.word for t in h.tags])
with Session(engine) as session:
    attempt("no unique", lambda: session.scalars(select(Team).options(joinedload(Team.heroes))).all())
    attempt("yield_per joined", lambda: [t.name for t in session.scalars(select(Team).options(joinedload(Team.heroes)).execution_options(yield_per=2)).unique()])
    attempt("yield_per subquery", lambda: [t.name for t in session.scalars(select(Team).options(subqueryload(Team.heroes)).execution_options(yield_per=2))])
    attempt("yield_per immediate", lambda: [t.name for t in session.scalars(select(Team).options(immediateload(Team.heroes)).execution_options(yield_per=2))])
    attempt("yield_per selectin", lambda: [(t.name, len(t.heroes)) for t in session.scalars(select(Team).options(selectinload(Team.heroes)).execution_options(yield_per=2))])
    attempt("yield_per partitions", lambda: [[t.name for t in part] for part in session.scalars(select(Team).execution_options(yield_per=2)).partitions()])
    attempt("yield_per no unique", lambda: [t.name for t in session.scalars(select(Team).options(joinedload(Team.heroes)).execution_options(yield_per=1))])
    attempt("method yield_per", lambda: [t.name for t in session.scalars(select(Hero)).yield_per(2)])
    attempt("partitions", lambda: [[t.name for t in part] for part in session.scalars(select(Hero)).partitions(3)])
    attempt("yield_per many to one", lambda: [(t.name, t.team and t.team.name) for t in session.scalars(select(Hero).options(joinedload(Hero.team)).execution_options(yield_per=2))])
