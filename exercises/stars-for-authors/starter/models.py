from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Author(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    books: list["Book"] = Relationship(back_populates="author")


class Book(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    author_id: int = Field(foreign_key="author.id", index=True)

    author: Author = Relationship(back_populates="books")
    reviews: list["Review"] = Relationship(back_populates="book")


class Review(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    stars: int
    book_id: int = Field(foreign_key="book.id", index=True)

    book: Book = Relationship(back_populates="reviews")
