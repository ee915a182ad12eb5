# LATERAL, VALUES and a CTE inside the statement that uses it, as text.
from typing import List, Optional

from sqlalchemy import Integer, String, column, true, values
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


class Shelf(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    books: List["Book"] = Relationship(back_populates="shelf")


class Book(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    pages: Optional[int] = None
    shelf_id: Optional[int] = Field(default=None, foreign_key="shelf.id")
    shelf: Optional[Shelf] = Relationship(back_populates="books")
    notes: List["Note"] = Relationship(back_populates="book")


class Note(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    text: str
    book_id: Optional[int] = Field(default=None, foreign_key="book.id")
    book: Optional[Book] = Relationship(back_populates="notes")


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as session:
    for number, (name, titles) in enumerate({"red": ["Emma", "Dune"], "blue": ["Ulysses"], "empty": []}.items()):
        shelf = Shelf(name=name)
        session.add(shelf)
        session.flush()
        for k, title in enumerate(titles):
            book = Book(title=title, pages=100 * (number + 1) + k, shelf_id=shelf.id)
            session.add(book)
            session.flush()
            session.add(Note(text=f"on {title}", book_id=book.id))
            session.flush()
    session.commit()


def show(statement):
    print(" ".join(str(statement).split()))


newest = select(Book.title).where(Book.shelf_id == Shelf.id).limit(1).lateral("newest")
show(select(Shelf.name, newest.c.title).join(newest, true()))
rows = values(column("id", Integer), column("label", String), name="given").data([(1, "a"), (2, "b")])
show(select(rows))
inner = select(Book.id).cte("inner_books", nesting=True)
show(select(select(inner).cte("outer_books")))
show(select(Book.id).add_cte(select(Shelf.id).cte("shelves")))
with Session(engine) as session:
    outer = select(select(inner).cte("outer_books")).order_by("id")
    print(session.exec(outer).all())
