# Rows of a legacy Query have the attributes' keys, after union() too; options and update() hold to the entity.
from typing import List, Optional

from sqlalchemy.orm import joinedload, with_loader_criteria
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
    row = session.query(Book.id, Book.title).order_by(Book.id).first()
    print(row.title, row._fields)
    shelves = session.query(Shelf.name)
    named = session.query(Book.title).union(shelves).order_by(Book.title)
    print([row.title for row in named])
    third = session.query(Book).filter(Book.id == 3)
    some = session.query(Book).filter(Book.id == 1).union(third)
    for book in some.options(joinedload(Book.notes)).order_by(Book.id):
        print(book.title, [note.text for note in book.notes])
    print(session.query(Book).join(Book.shelf).filter_by(name="red").order_by(Book.id).count())
    print(session.query(Book).options(with_loader_criteria(Book, Book.pages > 150)).count())
    print([d["name"] for d in session.query(Book, Shelf.name).column_descriptions])
    for make in (
        lambda: session.query(Book).order_by(Book.id).update({"pages": 1}),
        lambda: session.query(Book).limit(1).delete(),
        lambda: session.query(Book).filter(Book.id == 1).get(1),
    ):
        try:
            print(make())
        except Exception as error:
            print(type(error).__name__, error)
