from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Room(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    exhibits: list["Exhibit"] = Relationship(back_populates="room")


class Exhibit(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    room_id: Optional[int] = Field(
        default=None, foreign_key="room.id", index=True
    )

    room: Optional[Room] = Relationship(
        sa_relationship_kwargs={"overlaps": "exhibits"}
    )
