"""One object on several paths of one query: each path fills its own attributes, and none sends what another has filled."""
from typing import List, Optional

from sqlalchemy.orm import immediateload, joinedload, selectinload, subqueryload
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


class Membership(SQLModel, table=True):
    person_id: Optional[int] = Field(default=None, foreign_key="person.id", primary_key=True)
    club_id: Optional[int] = Field(default=None, foreign_key="club.id", primary_key=True)


class Club(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    members: List["Person"] = Relationship(back_populates="clubs", link_model=Membership)


class Person(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    boss_id: Optional[int] = Field(default=None, foreign_key="person.id")
    boss: Optional["Person"] = Relationship(back_populates="staff", sa_relationship_kwargs={"remote_side": "Person.id"})
    staff: List["Person"] = Relationship(back_populates="boss", sa_relationship_kwargs={"order_by": "Person.id"})
    clubs: List[Club] = Relationship(
        back_populates="members", link_model=Membership, sa_relationship_kwargs={"order_by": "Club.id.desc()"}
    )


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as session:
    session.add_all([Club(id=1, name="chess"), Club(id=2, name="choir")])
    session.add_all([Person(id=i, name=n, boss_id=b) for i, n, b in [(1, "Ada", None), (2, "Bob", 1), (3, "Eve", 2), (4, "Ivy", 1)]])
    session.add_all([Membership(person_id=p, club_id=c) for p, c in [(1, 1), (1, 2), (2, 1), (3, 2)]])
    session.commit()


def line(person):
    boss = person.boss.name if person.boss else None
    return f"{person.name} < {boss}: {[p.name for p in person.staff]} {[c.name for c in person.clubs]}"


for load in (joinedload, selectinload, subqueryload, immediateload):
    print(load.__name__)
    with Session(engine) as session:
        query = select(Person).order_by(Person.id).options(
            load(Person.staff).options(load(Person.boss), load(Person.clubs).options(load(Club.members))),
            load(Person.boss).options(load(Person.staff)),
        )
        for person in session.exec(query).unique().all():
            print(line(person))
    with Session(engine) as session:
        query = select(Club).order_by(Club.id).options(load(Club.members).options(load(Person.clubs), load(Person.boss)))
        for club in session.exec(query).unique().all():
            print(club.name, *[line(person) for person in sorted(club.members, key=lambda p: p.id)], sep="\n  ")
