# exercise: rooms-in-step
# file: models.py
from typing import Optional

from sqlalchemy.orm import relationship
from sqlmodel import Field, Relationship, SQLModel


class Room(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str


class Exhibit(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    room_id: Optional[int] = Field(default=None, foreign_key="room.id", index=True)

    room: Optional[Room] = Relationship(sa_relationship=relationship("Room", backref="exhibits"))
