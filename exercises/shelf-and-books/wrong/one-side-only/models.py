from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Shelf(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    label: str


class Book(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    shelf_id: Optional[int] = Field(
        default=None, foreign_key="shelf.id", index=True
    )

    shelf: Optional[Shelf] = Relationship()
