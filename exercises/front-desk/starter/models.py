from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Guest(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    bookings: list["Booking"] = Relationship(back_populates="guest")


class Room(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    number: int

    bookings: list["Booking"] = Relationship(back_populates="room")


class Booking(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    night: int
    guest_id: int = Field(foreign_key="guest.id", index=True)
    room_id: Optional[int] = Field(
        default=None, foreign_key="room.id", index=True
    )

    guest: Guest = Relationship(back_populates="bookings")
    room: Optional[Room] = Relationship(back_populates="bookings")
    extras: list["Extra"] = Relationship(back_populates="booking")


class Extra(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    booking_id: int = Field(foreign_key="booking.id", index=True)

    booking: Booking = Relationship(back_populates="extras")
