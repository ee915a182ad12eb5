from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Driver(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    trips: list["Trip"] = Relationship(back_populates="driver")


class Trip(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    stop: str
    driver_id: Optional[int] = Field(
        default=None, foreign_key="driver.id", index=True
    )

    driver: Optional[Driver] = Relationship(back_populates="trips")
