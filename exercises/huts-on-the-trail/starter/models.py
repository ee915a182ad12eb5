from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Trail(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    huts: list["Hut"] = Relationship(back_populates="trail")


class Hut(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    beds: int
    trail_id: Optional[int] = Field(
        default=None, foreign_key="trail.id", index=True
    )

    trail: Optional[Trail] = Relationship(back_populates="huts")
