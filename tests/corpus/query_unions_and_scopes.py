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
from sqlalchemy import text
from sqlalchemy.orm import Query, with_parent, scoped_session, sessionmaker
print(Query.__name__, Query.__module__)
with Session(engine) as s:
    t = s.get(Team, 1)
    print([h.name for h in s.exec(select(Hero).where(with_parent(t, Team.heroes))).all()])
    h = s.get(Hero, 3)
    print([x.name for x in s.exec(select(Team).where(with_parent(h, Hero.team))).all()])
    q = Query(Hero, session=s)
    print([h.name for h in q.filter(Hero.age > 3)])
Sess = scoped_session(sessionmaker(engine))
a = Sess()
print(a is Sess())
print(Query(Hero, session=Sess()).count())
Sess.add(Hero(name="w", age=1))
Sess.commit()
print(Sess.get(Hero, 4).name)
print(len(Sess.execute(select(Hero)).scalars().all()), Sess.new, Sess.dirty)
Sess.remove()
print(a is Sess())
Sess.remove()
with Session(engine) as s:
    q1 = Query(Hero, session=s).filter(Hero.age < 4)
    q2 = Query(Hero, session=s).filter(Hero.age > 6)
    print([h.name for h in q1.union(q2).order_by(Hero.name).all()])
    print([h.name for h in q1.union_all(q2).all()])
    print([h.name for h in q1.union_all(q2).filter(Hero.name == "z").all()])
    print([h.name for h in Query(Hero, session=s).from_statement(text("select * from hero where age > 3 order by id desc")).all()])
    print(q1.union(q2).count())
    print(Query(Hero.name, session=s).filter(Hero.age < 4).union(Query(Team.name, session=s)).all())
    print([h.name for h in Query(Hero, session=s).intersect(q1)])
    print([h.name for h in Query(Hero, session=s).except_(q1)])

fk = next(iter(Hero.__table__.foreign_keys))
print(fk.column, fk.parent, fk.column.table.name)
