# Every operator of a column, as text.
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


def show(label, build):
    try:
        print(label, "->", build())
    except Exception as error:
        print(label, type(error).__name__, error)


show("add", lambda: Hero.age + 1)
show("concat", lambda: Hero.name + "x")
show("concat int", lambda: Hero.name + 1)
show("radd", lambda: "x" + Hero.name)
show("radd int", lambda: 1 + Hero.age)
show("mul", lambda: Hero.age * 2)
show("div", lambda: Hero.age / 2)
show("floordiv", lambda: Hero.age // 2)
show("mod", lambda: Hero.age % 2)
show("neg", lambda: -Hero.age)
show("inv", lambda: ~(Hero.age > 3))
show("like", lambda: Hero.name.like("a%"))
show("ilike", lambda: Hero.name.ilike("a%"))
show("notlike", lambda: Hero.name.not_like("a%", escape="/"))
show("startswith", lambda: Hero.name.startswith("a", autoescape=True))
show("endswith", lambda: Hero.name.endswith("a"))
show("contains", lambda: Hero.name.contains("a%", autoescape=True))
show("icontains", lambda: Hero.name.icontains("a"))
show("match", lambda: Hero.name.match("a"))
show("regexp", lambda: Hero.name.regexp_match("^a"))
show("regexp replace", lambda: Hero.name.regexp_replace("a", "b"))
show("between", lambda: Hero.age.between(1, 2, symmetric=True))
show("not between", lambda: ~Hero.age.between(1, 2))
show("in", lambda: Hero.age.in_([1, 2]))
show("in empty", lambda: Hero.age.in_([]))
show("in select", lambda: Hero.team_id.in_(select(Team.id)))
show("not in", lambda: Hero.age.not_in((1, 2)))
show("is", lambda: Hero.age.is_(None))
show("is not", lambda: Hero.age.is_not(None))
show("is true", lambda: Hero.age.is_(True))
show("distinct from", lambda: Hero.age.is_distinct_from(3))
show("not distinct from", lambda: Hero.age.is_not_distinct_from(3))
show("eq none", lambda: Hero.age == None)
show("ne none", lambda: Hero.age != None)
show("eq true", lambda: Hero.age == True)
show("desc", lambda: Hero.age.desc().nulls_last())
show("collate", lambda: Hero.name.collate("NOCASE"))
show("op", lambda: Hero.age.op("&")(4))
show("bool op", lambda: Hero.age.bool_op("<=>")(4))
show("bitand", lambda: Hero.age.bitwise_and(4))
show("label", lambda: Hero.age.label("years"))
show("concat method", lambda: Hero.name.concat("x"))
show("any_", lambda: Hero.name.any_())
show("cast", lambda: cast(Hero.age, String(10)))
show("type_coerce", lambda: type_coerce(Hero.age, String) + "x")
show("extract", lambda: extract("year", Hero.age))
show("tuple", lambda: tuple_(Hero.id, Hero.age).in_([(1, 2), (3, 4)]))
show("collate desc", lambda: collate(Hero.name, "NOCASE").desc())
show("and", lambda: and_(Hero.age > 1, or_(Hero.name == "a", Hero.name == "b"), not_(Hero.age == 3)))
show("and empty", lambda: and_())
show("and true", lambda: and_(true(), Hero.age > 1))
show("or false", lambda: or_(false(), Hero.age > 1))
show("or true", lambda: or_(true(), Hero.age > 1))
show("null", lambda: null())
show("literal", lambda: literal("x"))
show("literal col", lambda: literal_column("x + 1", Integer) + 1)
show("shift", lambda: Hero.age << 2)
show("getitem", lambda: Hero.name["x"])
show("json", lambda: literal({"a": 1}, JSON)["a"])
show("json str", lambda: literal({"a": 1}, JSON)["a"].as_string())
show("json path", lambda: literal({"a": 1}, JSON)[("a", "b", 0)])
show("bool", lambda: bool(Hero.age == 1))
show("bool eq", lambda: bool(Hero.age == Hero.age))
show("and keyword", lambda: (Hero.age > 1) and (Hero.age < 3))
show("in keyword", lambda: 3 in [Hero.age])
show("len", lambda: len(Hero.age))
show("iter", lambda: list(Hero.age))
show("contains kw", lambda: 3 in Hero.age)
show("call", lambda: Hero.age())
show("attr", lambda: Hero.age.foo)
