"""What becomes of the children: cascade_delete, ondelete and passive_deletes together."""
from typing import List, Optional

from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select, text


class Bed(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    label: str
    plants: List["Plant"] = Relationship(back_populates="bed", cascade_delete=True)
    tools: List["Tool"] = Relationship(back_populates="bed", passive_deletes="all")
    stones: List["Stone"] = Relationship(back_populates="bed")


class Plant(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    bed_id: Optional[int] = Field(default=None, foreign_key="bed.id", ondelete="CASCADE")
    bed: Optional[Bed] = Relationship(back_populates="plants")


class Tool(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    bed_id: Optional[int] = Field(default=None, foreign_key="bed.id", ondelete="SET NULL")
    bed: Optional[Bed] = Relationship(back_populates="tools")


class Stone(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    bed_id: Optional[int] = Field(default=None, foreign_key="bed.id", ondelete="RESTRICT")
    bed: Optional[Bed] = Relationship(back_populates="stones")


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with engine.connect() as connection:
    connection.execute(text("PRAGMA foreign_keys=ON"))


def rows(session):
    return [session.exec(select(m.name, m.bed_id).order_by(m.id)).all() for m in (Plant, Tool, Stone)]


with Session(engine) as session:
    north = Bed(label="north", plants=[Plant(name="Fern"), Plant(name="Rose")], tools=[Tool(name="Rake")])
    south = Bed(label="south", stones=[Stone(name="Slab")], plants=[Plant(name="Iris")])
    session.add(north)
    session.add(south)
    session.commit()
    session.delete(north)
    session.commit()
    print(rows(session))
    fern = Plant(name="Moss")
    south.plants.append(fern)
    session.commit()
    south.plants.remove(fern)
    session.commit()
    print(rows(session))
    session.delete(south)
    session.commit()
    print(rows(session))
    try:
        session.add(Stone(name="Lost", bed_id=99))
        session.commit()
    except Exception as error:
        print(type(error).__name__, error.orig)
        session.rollback()
    print(rows(session))
