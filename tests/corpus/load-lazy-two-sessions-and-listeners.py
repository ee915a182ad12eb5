from typing import Optional, List
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select
from sqlalchemy import event

class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    heroes: List["Hero"] = Relationship(back_populates="team")

class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    team_id: Optional[int] = Field(default=None, foreign_key="team.id")
    team: Optional[Team] = Relationship(back_populates="heroes")

engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as s:
    for i in range(6):
        s.add(Hero(name="h%d" % i, team=Team(name="t%d" % i)))
    s.add(Hero(name="none"))
    s.commit()

seen = []
@event.listens_for(Team, "load")
def loaded(target, context):
    seen.append(target.id)

with Session(engine) as a, Session(engine) as b:
    ha = a.exec(select(Hero).order_by(Hero.id)).all()
    hb = b.exec(select(Hero).order_by(Hero.id)).all()
    for x, y in zip(ha, hb):
        print(x.name, x.team.name if x.team else None, y.team and y.team.name)
print(seen)
with Session(engine) as s:
    heroes = s.exec(select(Hero).order_by(Hero.id)).all()
    print(heroes[0].team.name)
    s.delete(s.get(Team, 2))
    heroes[1].team_id = None
    new = Hero(name="late")
    s.add(new)
    print(heroes[2].team.name, new.id)
    heroes[3].team_id = 99
    s.flush()
    print(heroes[3].team)
    del heroes[4].team
    print(heroes[4].team)
    s.rollback()
    print([h.team.name for h in heroes if h.team])

@event.listens_for(Team, "load")
def nested(target, context):
    s = Session.object_session(target) if hasattr(Session, "object_session") else None
    if s is not None and target.id == 1:
        other = s.get(Hero, 3)
        print("nested", other.team.name)
with Session(engine) as s:
    for h in s.exec(select(Hero).order_by(Hero.id)).all():
        print(h.name, h.team.name if h.team else None)
