"""The first steps with one table: create, insert, read, filter, page, change, remove."""
from typing import Optional

from sqlmodel import Field, Session, SQLModel, col, create_engine, or_, select


class Plant(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    latin: str
    height: Optional[int] = Field(default=None, index=True)


engine = create_engine("sqlite:///garden.db")


def create_tables():
    SQLModel.metadata.create_all(engine)


def create_plants():
    fern = Plant(name="Fern", latin="Polypodium")
    rose = Plant(name="Rose", latin="Rosa", height=120)
    lily = Plant(name="Lily", latin="Lilium", height=90)
    print("before:", fern.id, rose.id, lily.id)
    with Session(engine) as session:
        for plant in (fern, rose, lily):
            session.add(plant)
        print("added:", fern.id, rose.id, lily.id)
        session.commit()
        print("committed:", fern.name, rose.id)
        session.refresh(fern)
        session.refresh(rose)
        print("refreshed:", fern.id, rose.latin)
    print("closed:", fern.name, rose.height)


def read_plants():
    with Session(engine) as session:
        for plant in session.exec(select(Plant)):
            print(plant.id, plant.name, plant.height)
        print([p.name for p in session.exec(select(Plant).where(Plant.height >= 90).where(Plant.height < 100))])
        print([p.name for p in session.exec(select(Plant).where(or_(Plant.height <= 90, Plant.name == "Rose")))])
        print([p.name for p in session.exec(select(Plant).where(col(Plant.height) != None))])  # noqa: E711
        print([p.name for p in session.exec(select(Plant).offset(1).limit(1))])
        print(session.exec(select(Plant).where(Plant.name == "Oak")).first())
        print(session.get(Plant, 2).name, session.get(Plant, 9001))
        try:
            session.exec(select(Plant).where(Plant.name == "Oak")).one()
        except Exception as error:
            print(type(error).__name__, error)
        session.add(Plant(name="Rose", latin="Rosa canina"))
        session.commit()
        try:
            session.exec(select(Plant).where(Plant.name == "Rose")).one()
        except Exception as error:
            print(type(error).__name__, error)


def update_plants():
    with Session(engine) as session:
        rose = session.exec(select(Plant).where(Plant.latin == "Rosa")).one()
        lily = session.exec(select(Plant).where(Plant.name == "Lily")).one()
        rose.height = 130
        lily.height = 95
        lily.name = "Tall lily"
        session.add(rose)
        session.add(lily)
        session.commit()
        session.refresh(rose)
        print(rose.name, rose.height, lily.name)


def delete_plants():
    with Session(engine) as session:
        fern = session.exec(select(Plant).where(Plant.name == "Fern")).one()
        session.delete(fern)
        session.commit()
        print("deleted:", fern.name)
        print(session.exec(select(Plant).where(Plant.name == "Fern")).first() is None)


if __name__ == "__main__":
    create_tables()
    create_plants()
    read_plants()
    update_plants()
    delete_plants()
