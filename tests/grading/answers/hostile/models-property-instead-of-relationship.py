# exercise: shelf-and-books
# tried: to answer the report by properties that query, without any relationship
# stopped: MISSING
# file: models.py
from typing import Optional

from sqlmodel import Field, SQLModel


class Shelf(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    label: str

    @property
    def books(self):
        return []


class Book(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    shelf_id: Optional[int] = Field(default=None, foreign_key="shelf.id")

    @property
    def shelf(self):
        return None
