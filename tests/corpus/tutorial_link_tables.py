"""Many-to-many: a bare link table, and a link with a column of its own."""
from typing import List, Optional

from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


class PlantColour(SQLModel, table=True):
    plant_id: Optional[int] = Field(default=None, foreign_key="plant.id", primary_key=True)
    colour_id: Optional[int] = Field(default=None, foreign_key="colour.id", primary_key=True)


class Planting(SQLModel, table=True):
    plant_id: Optional[int] = Field(default=None, foreign_key="plant.id", primary_key=True)
    bed_id: Optional[int] = Field(default=None, foreign_key="bed.id", primary_key=True)
    watered: bool = False
    plant: "Plant" = Relationship(back_populates="plantings")
    bed: "Bed" = Relationship(back_populates="plantings")


class Colour(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    plants: List["Plant"] = Relationship(back_populates="colours", link_model=PlantColour)


class Bed(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    label: str
    plantings: List[Planting] = Relationship(back_populates="bed")


class Plant(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    colours: List[Colour] = Relationship(back_populates="plants", link_model=PlantColour)
    plantings: List[Planting] = Relationship(back_populates="plant")


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as session:
    red, white = Colour(name="red"), Colour(name="white")
    rose = Plant(name="Rose", colours=[red])
    poppy = Plant(name="Poppy")
    session.add(rose)
    session.add(poppy)
    session.commit()
    red.plants.append(poppy)
    session.commit()
    white.plants.append(rose)
    session.add(white)
    session.commit()
    for plant in (rose, poppy):
        session.refresh(plant)
        print(plant.name, [c.name for c in plant.colours])
    print([p.name for p in red.plants])
    poppy.colours.append(white)
    session.commit()
    rose.colours.remove(red)
    session.commit()
    print([p.name for p in red.plants], [p.name for p in white.plants])

    north = Bed(label="north")
    session.add(Planting(plant=rose, bed=north, watered=True))
    session.add(Planting(plant=poppy, bed=north))
    session.commit()
    for planting in north.plantings:
        print(planting.plant.name, planting.watered, planting.plant_id, planting.bed_id)
    dry = [p for p in north.plantings if not p.watered]
    for planting in dry:
        planting.watered = True
        session.add(planting)
    session.commit()
    session.delete(dry[0])
    session.commit()
    print(len(north.plantings), session.exec(select(Planting.plant_id, Planting.watered)).all())
