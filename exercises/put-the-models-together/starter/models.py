from typing import Optional

from sqlmodel import Field, Relationship

from named import NEWEST, Named


class Owner(Named, table=True):
    # Which line belongs here?
    pass


class Boat(Named, table=True):
    # And which two belong here?
    pass

    #: owner_id: Optional[int] = Field(default=None)
    #: boats: list["Boat"] = Relationship(back_populates="owner", **NEWEST)
    #: boats: list["Boat"] = Relationship(back_populates="owner")
    #: owner_id: Optional[int] = Field(default=None, foreign_key="Owner.id")
    #: boats: list["Boat"] = Relationship(back_populates="boat")
    #: owner: Optional[Owner] = Relationship(back_populates="boats")
    #: boats: Optional["Boat"] = Relationship(back_populates="owner")
    #: owner_id: Optional[int] = Field(default=None, foreign_key="owner.id")
