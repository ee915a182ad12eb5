"""Two tables that a foreign key connects: joins first, relationship attributes afterwards."""
from typing import List, Optional

from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


class Bed(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    label: str = Field(index=True)
    place: str
    plants: List["Plant"] = Relationship(back_populates="bed")


class Plant(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    bed_id: Optional[int] = Field(default=None, foreign_key="bed.id")
    bed: Optional[Bed] = Relationship(back_populates="plants")


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)


def create():
    with Session(engine) as session:
        north = Bed(label="north", place="by the wall")
        south = Bed(label="south", place="at the pond")
        session.add(Plant(name="Fern", bed=north))
        session.add(Plant(name="Rose", bed_id=None))
        session.add(south)
        session.commit()
        iris = Plant(name="Iris", bed_id=south.id)
        mint = Plant(name="Mint")
        north.plants.append(mint)
        session.add(iris)
        session.commit()
        session.refresh(mint)
        print(mint.bed.label, iris.bed.place, [p.name for p in south.plants])
        west = Bed(label="west", place="in the shade", plants=[Plant(name="Moss"), Plant(name="Ivy")])
        session.add(west)
        session.commit()
        print(west.id, [p.id for p in west.plants])


def read():
    with Session(engine) as session:
        for plant, bed in session.exec(select(Plant, Bed).where(Plant.bed_id == Bed.id)):
            print(plant.name, "in", bed.label)
        for plant, bed in session.exec(select(Plant, Bed).join(Bed, isouter=True)):
            print(plant.name, bed.label if bed else None)
        print([p.name for p in session.exec(select(Plant).join(Bed).where(Bed.label == "north"))])
        rose = session.exec(select(Plant).where(Plant.name == "Rose")).one()
        print(rose.bed)


def change():
    with Session(engine) as session:
        rose = session.exec(select(Plant).where(Plant.name == "Rose")).one()
        north = session.exec(select(Bed).where(Bed.label == "north")).one()
        rose.bed = north
        print(len(north.plants), rose in north.plants)
        session.add(rose)
        session.commit()
        rose.bed = None
        print([p.name for p in north.plants], rose.bed_id)
        session.commit()
        print(rose.bed_id, rose.bed)
        session.delete(north)
        session.commit()
        print([(p.name, p.bed_id) for p in session.exec(select(Plant))])


create()
read()
change()
