# Filters, pages and counts as a service builds them.
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


# pagination, dynamic filters, search: what services do
from datetime import datetime
def search(session, *, name=None, min_age=None, team=None, tags=(), order="name", desc_=False, page=1, size=2):
    stmt = select(Hero)
    if name:
        stmt = stmt.where(func.lower(Hero.name).contains(name.lower()))
    if min_age is not None:
        stmt = stmt.where(Hero.age >= min_age)
    if team:
        stmt = stmt.join(Hero.team).where(Team.name == team)
    for tag in tags:
        stmt = stmt.where(Hero.tags.any(Tag.word == tag))
    total = session.exec(select(func.count()).select_from(stmt.subquery())).one()
    column = getattr(Hero, order)
    stmt = stmt.order_by(column.desc() if desc_ else column, Hero.id).offset((page - 1) * size).limit(size)
    return total, session.exec(stmt.options(selectinload(Hero.tags), joinedload(Hero.team))).all()
with Session(engine) as session:
    for kw in ({}, {"name": "O"}, {"min_age": 25, "page": 2, "size": 1}, {"team": "Ants", "order": "age"}, {"tags": ["red", "blue"]}, {"tags": ["red"], "desc_": True}, {"page": 9}):
        total, heroes = search(session, **kw)
        print(kw, total, [(h.name, h.team and h.team.name, sorted(t.word for t in h.tags)) for h in heroes])
    filters = [Hero.age > 10, Hero.name != "Bob"]
    print(session.exec(select(Hero.name).where(*filters)).all(), session.exec(select(Hero.name).where(or_(*filters)).order_by(Hero.name)).all())
    print(session.exec(select(Hero.name).filter_by(team_id=1, age=30)).all())
    conditions = {"name": "Ann", "age": 30}
    print(session.exec(select(Hero.name).where(and_(*[getattr(Hero, k) == v for k, v in conditions.items()]))).all())
    print(session.exec(select(Team.name, func.count(Hero.id).label("n")).join(Hero, isouter=True).group_by(Team.id).order_by(desc("n"), Team.name)).all())
    rows = session.exec(select(Team, func.count(Hero.id)).outerjoin(Team.heroes).group_by(Team.id).order_by(Team.id)).all()
    print([(team.name, n) for team, n in rows])
    print(session.exec(select(Hero).where(Hero.age == select(func.max(Hero.age)).scalar_subquery())).one().name)
    older = aliased(Hero)
    print(session.exec(select(Hero.name, older.name).join(older, Hero.age < older.age).order_by(Hero.name, older.name)).all())
    sub = select(Hero.team_id, func.avg(Hero.age).label("avg")).group_by(Hero.team_id).subquery()
    print(session.exec(select(Hero.name, Hero.age - sub.c.avg).join(sub, Hero.team_id == sub.c.team_id).order_by(Hero.name)).all())
    print(session.exec(select(case((Hero.age < 25, "young"), (Hero.age.is_(None), "?"), else_="old").label("kind"), func.count()).group_by("kind").order_by("kind")).all())
    print(session.exec(select(Hero.name).where(Hero.name.in_(["Ann", "Dot"]) | Hero.team.has(Team.name == "Bees")).order_by(Hero.name)).all())
    print(session.exec(select(Hero.name).where(~(Hero.name.startswith("A") & (Hero.age > 3)))).all())
    print(session.exec(select(Hero.name).where(Hero.team_id.in_(select(Team.id).where(Team.city.is_not(None))))).all())
    print(session.exec(select(func.min(Hero.age), func.max(Hero.age), func.sum(Hero.age), func.avg(Hero.age), func.count(Hero.age), func.count())).one())
    print(session.exec(select(Hero.name).order_by(Hero.age.desc().nulls_last()).limit(1)).first())
    print(session.exec(select(Hero).where(Hero.id > 100)).first(), session.exec(select(Hero.id)).first())
    print(session.exec(select(Team.city).distinct().where(Team.city != None).order_by(Team.city)).all())
    print(session.exec(select(Tag.word, func.group_concat(Hero.name, "/")).join(Tag.heroes).group_by(Tag.word).order_by(Tag.word)).all())
    print(session.exec(select(Hero.name, Tag.word).join(Hero.tags).order_by(Hero.name, Tag.word)).all())
    print(session.exec(select(Hero.name).join(HeroTag).join(Tag, Tag.id == HeroTag.tag_id).where(Tag.word == "blue")).all())
    print(session.exec(select(Hero.name).join(HeroTag, HeroTag.hero_id == Hero.id).group_by(Hero.id).having(func.count(HeroTag.tag_id) == 2)).all())
    for h in session.exec(select(Hero).order_by(Hero.id)):
        h.age = (h.age or 0) + 1
        session.add(h)
    session.commit()
    print([h.age for h in session.exec(select(Hero).order_by(Hero.id))])
