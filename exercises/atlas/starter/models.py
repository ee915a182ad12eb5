from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Place(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    inside_id: Optional[int] = Field(
        default=None, foreign_key="place.id", index=True
    )

    inside: Optional["Place"] = Relationship(
        back_populates="parts",
        sa_relationship_kwargs={"remote_side": "Place.id"},
    )
    parts: list["Place"] = Relationship(back_populates="inside")
