# Two sessions on one row; links, moves between teams, merge and deletes.
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


# one session after another: what each remembers
from sqlalchemy.exc import InvalidRequestError
s1, s2 = Session(engine), Session(engine, autoflush=False, expire_on_commit=False)
a1, a2 = s1.get(Hero, 1), s2.get(Hero, 1)
print(a1 is a2, a1 == a2, s1.get(Hero, 1) is a1)
a1.name = "One"
print(len(s1.dirty), len(s2.dirty), a2.name)
s1.commit()
print(a2.name)
s2.refresh(a2)
print(a2.name)
a2.name = "Two"
a1.name
s2.commit()
print(a1.name)
s1.expire(a1)
print(a1.name)
t = a1.team
a1.team = None
print(inspect(a1).attrs.team.history, inspect(a1).attrs.team_id.history, inspect(t).attrs.heroes.history)
print([h.name for h in t.heroes], a1.team_id)
s1.flush()
print(a1.team_id, s1.is_modified(a1))
s1.rollback()
print(a1.team_id, a1.team is t)
a1.team_id = 2
print(a1.team.name)
s1.flush()
print(a1.team.name)
s1.expire(a1, ["team"])
print(a1.team.name)
s1.rollback()
a1.team_id = 2
s1.commit()
print(a1.team.name, [h.name for h in a1.team.heroes])
new = Hero(name="New", team_id=1)
print(new.team)
s1.add(new)
print(new.team)
s1.flush()
print(new.team and new.team.name)
s1.refresh(new)
print(new.team.name)
h = Hero(name="Pend", team=Team(name="PT"))
s1.add(h)
print(h.team in s1, h.team.id, h in s1.new, len(s1.new))
s1.expunge(h.team)
attempt("flush", lambda: s1.flush())
s1.rollback()
h = Hero(name="Lone")
t = s1.get(Team, 1)
t.heroes.append(h)
print(h in s1, h.team is t, h.team_id)
t.heroes.remove(h)
print(h in s1, h.team)
s1.commit()
print(inspect(h).persistent, inspect(h).pending, inspect(h).transient)
h2 = Hero(name="Swap", tags=[s1.get(Tag, 1), s1.get(Tag, 1)])
s1.add(h2)
attempt("dup link", s1.commit)
s1.rollback()
h3 = s1.get(Hero, 1)
h3.tags = []
s1.commit()
h3.tags = [Tag(word="n1"), Tag(word="n2")]
s1.commit()
h3.tags[0].word = "n1b"
h3.tags.insert(0, s1.get(Tag, 1))
s1.commit()
print(sorted(t.word for t in h3.tags))
s1.delete(h3)
s1.commit()
print(len(s1.exec(select(HeroTag)).all()), s1.exec(select(Tag.word).order_by(Tag.id)).all())
t = s1.get(Team, 2)
s1.delete(t)
s1.commit()
print(s1.exec(select(Hero.name, Hero.team_id).order_by(Hero.id)).all())
attempt("deleted", lambda: t.name)
s1.close(); s2.close()
with Session(engine) as s:
    x = s.get(Hero, 2)
    s.expunge(x)
    x.name = "off"
    s.add(x)
    s.commit()
    print(x.name)
    y = s.merge(Hero(id=2, name="merged", age=None))
    print(y is x, y.age, len(s.dirty))
    s.commit()
    s.delete(x); s.delete(x)
    print(x in s.deleted, x in s)
    s.add(x)
    print(x in s.deleted)
    s.flush()
    attempt("iter", lambda: sorted(type(o).__name__ for o in s))
    attempt("contains", lambda: (x in s, 3 in s))
