# exercise: shelf-and-books
# finds: maps USELIST
# says: Shelf.books is a single object
# file: models.py
from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Shelf(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    label: str
    books: Optional["Book"] = Relationship(back_populates="shelf")  # <-


class Book(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    shelf_id: Optional[int] = Field(default=None, foreign_key="shelf.id", index=True)
    shelf: Optional[Shelf] = Relationship(back_populates="books")
