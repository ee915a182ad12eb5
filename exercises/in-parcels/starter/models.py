from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Keeper(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    animals: list["Animal"] = Relationship(back_populates="keeper")


class Animal(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    keeper_id: int = Field(foreign_key="keeper.id", index=True)

    keeper: Keeper = Relationship(back_populates="animals")
