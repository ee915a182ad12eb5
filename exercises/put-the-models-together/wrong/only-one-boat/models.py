from typing import Optional

from sqlmodel import Field, Relationship

from named import NEWEST, Named


class Owner(Named, table=True):
    boats: Optional["Boat"] = Relationship(back_populates="owner")


class Boat(Named, table=True):
    owner_id: Optional[int] = Field(default=None, foreign_key="owner.id")
    owner: Optional[Owner] = Relationship(back_populates="boats")
