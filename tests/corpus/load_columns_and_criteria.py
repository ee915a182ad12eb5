# Columns left out, criteria, aliases and deep paths of options.
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


# load_only, defer, groups, column_property, hybrids, expressions
from sqlalchemy.orm import deferred, column_property, query_expression, with_expression, undefer_group, validates, synonym
from sqlalchemy.ext.hybrid import hybrid_property, hybrid_method
class Doc(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    body: str = Field(sa_column=Column(Text, nullable=False))
    size: int = 0
    @property
    def shout(self):
        return self.title.upper()
SQLModel.metadata.create_all(engine)
with Session(engine) as s:
    s.add_all([Doc(title="a", body="x" * 3, size=3), Doc(title="b", body="y" * 30, size=30)])
    s.commit()
    s.expunge_all()
    d = s.exec(select(Doc).options(load_only(Doc.title))).first()
    print(sorted(inspect(d).unloaded), d.title, d.body, d.size, sorted(inspect(d).unloaded))
    s.expunge_all()
    d = s.exec(select(Doc).options(defer(Doc.body), defer(Doc.size))).first()
    print(sorted(inspect(d).unloaded), d.size, sorted(inspect(d).unloaded))
    s.expunge_all()
    d = s.exec(select(Doc).options(load_only(Doc.title, raiseload=True))).first()
    attempt("raise", lambda: d.body)
    d = s.exec(select(Doc).options(undefer(Doc.body))).first()
    print(sorted(inspect(d).unloaded))
    s.expunge_all()
    d = s.exec(select(Doc).options(defer(Doc.body, raiseload=True))).first()
    attempt("raise", lambda: d.body)
    d.body = "new"
    s.commit()
    print(d.body)
    s.expunge_all()
    h = s.exec(select(Hero).options(load_only(Hero.name), joinedload(Hero.team).load_only(Team.name)).where(Hero.id == 1)).one()
    print(sorted(inspect(h).unloaded), sorted(inspect(h.team).unloaded))
    s.expunge_all()
    t = s.exec(select(Team).options(defaultload(Team.heroes).load_only(Hero.name)).where(Team.id == 1)).one()
    print([x.name for x in t.heroes], sorted(inspect(t.heroes[0]).unloaded))
    s.expunge_all()
    t = s.exec(select(Team).options(selectinload(Team.heroes).defer(Hero.age), with_loader_criteria(Hero, Hero.name != "Bob")).where(Team.id == 1)).one()
    print([x.name for x in t.heroes])
    s.refresh(t, ["heroes"])
    print([x.name for x in t.heroes])
    s.expunge_all()
    print([(t.name, len(t.heroes)) for t in s.exec(select(Team).join(Team.heroes).options(contains_eager(Team.heroes)).where(Hero.age > 25).order_by(Team.id)).unique()])
    s.expunge_all()
    older = aliased(Hero)
    print([(t.name, [h.name for h in t.heroes]) for t in s.exec(select(Team).outerjoin(Team.heroes.of_type(older)).options(contains_eager(Team.heroes.of_type(older)).selectinload(older.tags)).order_by(Team.id, older.id.desc())).unique()])
    s.expunge_all()
    print([(h.name, t.word) for h, t in s.exec(select(Hero, Tag).join(Hero.tags).options(joinedload(Hero.team)).order_by(Hero.id, Tag.id))])
    print([(a.name, b.name) for a, b in s.exec(select(Hero, older).where(Hero.id < older.id, Hero.team_id == older.team_id).options(selectinload(Hero.tags), joinedload(older.team)))])
    print(s.exec(select(Hero, Team.name).join(Team, isouter=True).options(selectinload(Hero.tags)).order_by(Hero.id)).all()[3][1])
    s.expunge_all()
    heroes = s.exec(select(Hero).options(joinedload(Hero.team).joinedload(Team.heroes).joinedload(Hero.tags)).order_by(Hero.id)).unique().all()
    print([(h.name, [x.name for x in h.team.heroes] if h.team else None) for h in heroes])
    s.expunge_all()
    heroes = s.exec(select(Hero).options(selectinload(Hero.tags).selectinload(Tag.heroes).raiseload(Hero.team)).order_by(Hero.id)).all()
    attempt("raise deep", lambda: heroes[0].tags[0].heroes[1].team)
    attempt("first is same", lambda: heroes[0].tags[0].heroes[0] is heroes[0])
    print(s.exec(select(Team).options(raiseload(Team.heroes, sql_only=True))).first().name)
    attempt("noload", lambda: s.exec(select(Team).options(noload(Team.heroes)).execution_options(populate_existing=True)).first().heroes)
    attempt("lazyload", lambda: [h.name for h in s.exec(select(Team).options(lazyload(Team.heroes)).execution_options(populate_existing=True)).first().heroes])
    attempt("limit join", lambda: [(t.name, len(t.heroes)) for t in s.exec(select(Team).options(joinedload(Team.heroes)).order_by(Team.name.desc()).limit(2).offset(1).execution_options(populate_existing=True)).unique()])
    attempt("distinct join", lambda: [(t.name, len(t.heroes)) for t in s.exec(select(Team).distinct().options(joinedload(Team.heroes)).order_by(Team.name).execution_options(populate_existing=True)).unique()])
    attempt("group join", lambda: [(t.name, n) for t, n in s.exec(select(Team, func.count(Hero.id)).join(Team.heroes).group_by(Team.id).options(joinedload(Team.heroes)).order_by(Team.id)).unique()])
