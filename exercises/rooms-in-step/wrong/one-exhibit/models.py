from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Room(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    exhibits: Optional["Exhibit"] = Relationship(
        back_populates="room", sa_relationship_kwargs={"uselist": False}
    )


class Exhibit(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    room_id: Optional[int] = Field(
        default=None, foreign_key="room.id", index=True
    )

    room: Optional[Room] = Relationship(back_populates="exhibits")
