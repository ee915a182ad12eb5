from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Owner(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    # Which line belongs here?


class Boat(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    # And which two belong here?

    #: owner_id: Optional[int] = Field(default=None)
    #: boats: list["Boat"] = Relationship(back_populates="owner", sa_relationship_kwargs={"order_by": "Boat.id.desc()"})
    #: boats: list["Boat"] = Relationship(back_populates="owner")
    #: owner_id: Optional[int] = Field(default=None, foreign_key="Owner.id")
    #: boats: list["Boat"] = Relationship(back_populates="boat")
    #: owner: Optional[Owner] = Relationship(back_populates="boats")
    #: boats: Optional["Boat"] = Relationship(back_populates="owner")
    #: owner_id: Optional[int] = Field(default=None, foreign_key="owner.id")
