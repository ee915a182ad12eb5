# filter_by() means the entity of the last join, or what a function is about.
from typing import List, Optional

from sqlalchemy import func
from sqlalchemy.orm import aliased
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


with Session(engine) as session:
    print(session.exec(select(Book.title).join(Book.shelf).filter_by(name="red").order_by(Book.id)).all())
    print(session.exec(select(Book.title).join(Shelf).filter_by(name="blue")).all())
    print(session.exec(select(func.count(Book.id)).filter_by(title="Emma")).one())
    note = aliased(Note)
    print(session.exec(select(Book.title).join(Book.notes.of_type(note)).filter_by(text="on Dune")).all())
    print(session.exec(select(Book.title).join(Book.shelf).filter_by(title="Emma")).all())
