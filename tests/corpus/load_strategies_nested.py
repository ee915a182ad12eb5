"""Every strategy below every other, twice: what each level sends, what an own level of the identity map saves."""
from itertools import product
from typing import List, Optional

from sqlalchemy.orm import immediateload, joinedload, selectinload, subqueryload
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


class Street(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    houses: List["House"] = Relationship(back_populates="street")


class House(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    street_id: Optional[int] = Field(default=None, foreign_key="street.id")
    street: Optional[Street] = Relationship(back_populates="houses")
    flats: List["Flat"] = Relationship(back_populates="house", sa_relationship_kwargs={"order_by": "Flat.id"})


class Flat(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    house_id: Optional[int] = Field(default=None, foreign_key="house.id")
    owner_id: Optional[int] = Field(default=None, foreign_key="person.id")
    house: Optional[House] = Relationship(back_populates="flats")
    owner: Optional["Person"] = Relationship(back_populates="flats")


class Person(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    flats: List[Flat] = Relationship(back_populates="owner")


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as session:
    people = [Person(name=name) for name in ("Ada", "Bob", "Eve")]
    for n in range(2):
        street = Street()
        for i in range(2):
            street.houses.append(House(flats=[Flat(owner=people[(n + i + k) % 3]) for k in range(2)]))
        session.add(street)
    session.commit()

options = {"selectin": selectinload, "subquery": subqueryload, "immediate": immediateload, "joined": joinedload}
for names in product(options, repeat=3):
    first, second, third = (options[name] for name in names)
    with Session(engine) as session:
        query = select(Street).order_by(Street.id)
        query = query.options(first(Street.houses).options(second(House.flats).options(third(Flat.owner))))
        print(*names)
        found = session.exec(query).unique().all()
        print([[[flat.owner.name for flat in house.flats] for house in street.houses] for street in found])
        session.exec(query).unique().all()
        session.expire(found[0].houses[0].flats[0], ["owner"])
        session.exec(query).unique().all()
        print(found[0].houses[0].flats[0].owner.name)
