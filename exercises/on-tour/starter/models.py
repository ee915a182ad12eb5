from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Musician(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    gigs: list["Gig"] = Relationship(back_populates="musician")


class Gig(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    town: str
    musician_id: int = Field(foreign_key="musician.id", index=True)

    musician: Musician = Relationship(back_populates="gigs")
