# Options that an object was loaded with hold for the refresh after a commit, too; a lazy load leaves out the way back.
from typing import List, Optional

from sqlalchemy.orm import selectinload
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
    shelf = session.exec(select(Shelf).where(Shelf.id == 1).options(selectinload(Shelf.books))).one()
    session.commit()
    print(shelf.name)
    print([book.title for book in shelf.books])
