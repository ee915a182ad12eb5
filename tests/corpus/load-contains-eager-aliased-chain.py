# Options below contains_eager(of_type(alias)) start at the alias.
from typing import List, Optional

from sqlalchemy.orm import aliased, contains_eager
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


thick = aliased(Book)
with Session(engine) as session:
    statement = select(Shelf).join(Shelf.books.of_type(thick)).where(thick.pages > 100).order_by(Shelf.id, thick.id)
    loaded = contains_eager(Shelf.books.of_type(thick))
    for shelf in session.exec(statement.options(loaded.selectinload(thick.notes))).unique():
        print(shelf.name, [(book.title, [note.text for note in book.notes]) for book in shelf.books])
with Session(engine) as session:
    for shelf in session.exec(statement.options(loaded.joinedload(thick.notes))).unique():
        print(shelf.name, [(book.title, [note.text for note in book.notes]) for book in shelf.books])
