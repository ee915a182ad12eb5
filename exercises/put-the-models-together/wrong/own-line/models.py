from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Owner(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    boats: list["Boat"] = Relationship(back_populates="owner")


class Boat(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    owner_id: Optional[int] = Field(default=None, foreign_key="owner.id", index=True)
    owner: Optional[Owner] = Relationship(back_populates="boats")
