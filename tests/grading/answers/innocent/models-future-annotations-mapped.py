# exercise: shelf-and-books
# file: models.py
from typing import TYPE_CHECKING, List, Optional

from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import Mapped, relationship
from sqlmodel import Field, Relationship, SQLModel

if TYPE_CHECKING:
    from catalogue import contents


class WithId(SQLModel):
    id: Optional[int] = Field(default=None, primary_key=True)


class Shelf(WithId, table=True):
    label: str

    books: Mapped[List["Book"]] = Relationship(
        sa_relationship=relationship("Book", back_populates="shelf", order_by="Book.id")
    )


class Book(WithId, table=True):
    title: str
    shelf_id: Optional[int] = Field(default=None, sa_column=Column(Integer, ForeignKey("shelf.id"), nullable=True))

    shelf: Optional["Shelf"] = Relationship(back_populates="books")
