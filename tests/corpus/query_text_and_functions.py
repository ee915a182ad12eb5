# Functions, text, lambdas, unions and windows through session.exec().
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


# more of text and functions
import datetime
with Session(engine) as session:
    attempt("lambda", lambda: session.exec(select(Hero.name).where(lambda: Hero.age > 25)).all())
    attempt("lambda order", lambda: session.exec(select(Hero.name).order_by(lambda: Hero.age.desc())).all())
    attempt("method order", lambda: session.exec(select(Hero.name).order_by(len)).all())
    x = 25
    attempt("closure", lambda: session.exec(select(Hero.name).where(lambda: Hero.age > x)).all())
    attempt("date func", lambda: session.exec(select(func.date("2024-01-02", "+1 day"))).one())
    attempt("strftime", lambda: session.exec(select(func.strftime("%Y", "2024-05-06"))).one())
    attempt("json_extract", lambda: session.exec(select(func.json_extract('{"a": 5}', "$.a"))).one())
    attempt("abs", lambda: session.exec(select(func.abs(-3), func.length("abc"), func.replace("aXa", "X", "-"), func.trim("  x "))).one())
    attempt("iif", lambda: session.exec(select(func.iif(Hero.age > 25, "old", "young")).where(Hero.age != None)).all())
    attempt("nullif", lambda: session.exec(select(func.nullif(Hero.age, 30)).order_by(Hero.id)).all())
    attempt("typed", lambda: session.exec(select(func.sum(Hero.age, type_=String))).one())
    attempt("label", lambda: session.execute(select(func.count(Hero.id).label("n"))).one().n)
    attempt("anon", lambda: session.execute(select(func.count(Hero.id))).one().count_1)
    attempt("keys", lambda: session.execute(select(func.count(Hero.id), func.max(Hero.age), Hero.name + "x", Hero.age)).keys())
    attempt("extract", lambda: session.exec(select(extract("year", literal(datetime.date(2024, 1, 1))))).one())
    attempt("now type", lambda: type(session.exec(select(func.now())).one()).__name__)
    attempt("current_date", lambda: type(session.exec(select(func.current_date())).one()).__name__)
    attempt("group_concat distinct", lambda: session.exec(select(func.group_concat(Hero.team_id.distinct()))).one())
    attempt("filter", lambda: session.exec(select(func.sum(Hero.age).filter(Hero.age > 25), func.count(Hero.id).filter(Hero.team_id == None))).one())
    attempt("coalesce sum", lambda: session.exec(select(func.coalesce(func.sum(Hero.age), 0)).where(Hero.id > 99)).one())
    attempt("avg cast", lambda: session.exec(select(cast(func.avg(Hero.age), Integer), func.round(func.avg(Hero.age), 1))).one())
    attempt("text label", lambda: session.execute(text("select name as n, age from hero order by id")).mappings().first())
    attempt("text in", lambda: session.execute(text("select name from hero where id in :ids").bindparams(bindparam("ids", expanding=True)), {"ids": [1, 2]}).all())
    attempt("text where", lambda: session.exec(select(Hero.name).where(text("age > :a")).params(a=25)).all())
    attempt("text order", lambda: session.exec(select(Hero.name).order_by(text("age desc"))).all())
    attempt("literal_column", lambda: session.exec(select(literal_column("1 + 1"), literal_column("'x'").label("y"))).one())
    attempt("values", lambda: session.execute(select(values(column("a", Integer), name="v").data([(1,), (2,)]))).all())
    attempt("union orm", lambda: session.execute(union(select(Hero.name), select(Team.name)).order_by("name").limit(3)).scalars().all())
    attempt("union from_statement", lambda: [h.name for h in session.scalars(select(Hero).from_statement(union_all(select(Hero).where(Hero.id == 1), select(Hero).where(Hero.id == 2))))])
    attempt("except", lambda: session.execute(except_(select(Hero.id), select(Hero.id).where(Hero.age > 25)).order_by("id")).all())
    attempt("in tuple", lambda: session.execute(select(Hero.name).where(tuple_(Hero.name, Hero.age).in_([("Ann", 30)]))).all())
    attempt("any", lambda: session.exec(select(Team.name).where(Team.heroes.any(Hero.tags.any(Tag.word == "blue")))).all())
    attempt("has not", lambda: session.exec(select(Hero.name).where(~Hero.team.has()).order_by(Hero.name)).all())
    attempt("exists corr", lambda: session.exec(select(Team.name).where(select(Hero).where(Hero.team_id == Team.id, Hero.age > 25).exists())).all())
    attempt("scalar in select", lambda: session.exec(select(Hero.name, select(func.count(HeroTag.tag_id)).where(HeroTag.hero_id == Hero.id).correlate(Hero).scalar_subquery()).order_by(Hero.id)).all())
    attempt("scalar compare", lambda: session.exec(select(Hero.name).where(Hero.age > select(func.avg(Hero.age)).scalar_subquery()).order_by(Hero.name)).all())
    attempt("implicit scalar", lambda: session.exec(select(Hero.name).where(Hero.age == select(func.max(Hero.age)))).all())
    attempt("subquery cols", lambda: (lambda s: session.exec(select(s.c.name, s.c.n).where(s.c.n > 1)).all())(select(Team.name, func.count(Hero.id).label("n")).join(Hero).group_by(Team.id).subquery()))
    attempt("dup subquery cols", lambda: (lambda s: (s.c.keys(), session.exec(select(s)).first()))(select(Hero.id, Team.id).join(Team).subquery()))
    attempt("cte twice", lambda: (lambda c: session.exec(select(c.c.name).join(Team, Team.id == c.c.team_id).union(select(c.c.name)).order_by("name")).all())(select(Hero).where(Hero.age > 1).cte("c")))
    attempt("aliased cte", lambda: (lambda a: [h.name for h in session.exec(select(a).where(a.age > 25).order_by(a.id))])(aliased(Hero, select(Hero).cte("k"))))
    attempt("window where", lambda: (lambda s: session.exec(select(s.c.name).where(s.c.r == 1).order_by(s.c.name)).all())(select(Hero.name, func.row_number().over(partition_by=Hero.team_id, order_by=Hero.age.desc()).label("r")).subquery()))
    attempt("lag", lambda: session.exec(select(Hero.name, func.lag(Hero.name, 1, "-").over(order_by=Hero.id))).all())
    attempt("running", lambda: session.exec(select(Hero.name, func.sum(Hero.age).over(order_by=Hero.id))).all())
    attempt("share", lambda: session.exec(select(Hero.name, Hero.age * 100 / func.sum(Hero.age).over())).all())
    attempt("div", lambda: session.exec(select(Hero.age / 7, Hero.age // 7, Hero.age % 7, -Hero.age, Hero.age * 1.5).where(Hero.id == 1)).one())
    attempt("concat", lambda: session.exec(select(Hero.name + ":" + cast(Hero.age, String)).where(Hero.id == 1)).one())
    attempt("bool col", lambda: session.exec(select(Hero.age > 25, Hero.age.is_(None)).order_by(Hero.id)).all())
    attempt("distinct count", lambda: session.exec(select(func.count(func.distinct(Hero.team_id)))).one())
    attempt("nulls", lambda: session.exec(select(Hero.age).order_by(nulls_first(Hero.age.desc()))).all())
    attempt("collate", lambda: session.exec(select(Hero.name).order_by(Hero.name.collate("NOCASE").desc())).all())
    attempt("ilike", lambda: session.exec(select(Hero.name).where(Hero.name.ilike("%N%"))).all())
    attempt("escape", lambda: session.exec(select(Hero.name).where(Hero.name.contains("%", autoescape=True))).all())
    attempt("between", lambda: session.exec(select(Hero.name).where(Hero.age.between(20, 30)).order_by(Hero.id)).all())
    attempt("regexp", lambda: session.exec(select(Hero.name).where(Hero.name.regexp_match("^A"))).all())
    attempt("is distinct", lambda: session.exec(select(Hero.name).where(Hero.age.is_distinct_from(None)).order_by(Hero.id)).all())
    attempt("in set", lambda: session.exec(select(Hero.name).where(Hero.id.in_({1}))).all())
    attempt("in range", lambda: session.exec(select(Hero.name).where(Hero.id.in_(range(1, 3)))).all())
    attempt("in gen", lambda: session.exec(select(Hero.name).where(Hero.id.in_(i for i in [1]))).all())
    attempt("in dict", lambda: session.exec(select(Hero.name).where(Hero.id.in_({1: 2}))).all())
    attempt("in rows", lambda: session.exec(select(Hero.name).where(Hero.id.in_(session.exec(select(Hero.id)).all()))).all())
    attempt("in col", lambda: session.exec(select(Hero.name).where(Hero.id.in_([Hero.team_id]))).all())
    attempt("not in null", lambda: session.exec(select(Hero.name).where(Hero.team_id.not_in([1, None]))).all())
