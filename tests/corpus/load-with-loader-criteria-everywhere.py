# with_loader_criteria() reaches subqueries, joins, EXISTS and counts of the statement; an outer join keeps its rows.
from typing import List, Optional

from sqlalchemy import exists, func, union
from sqlalchemy.orm import selectinload, with_loader_criteria
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


long_only = with_loader_criteria(Book, Book.pages > 100)
with Session(engine) as session:
    statement = select(Shelf.name, Book.title).join(Book, isouter=True).order_by(Shelf.id, Book.id)
    print(session.exec(statement.options(long_only)).all())
    print(session.exec(select(Shelf.name).where(Shelf.id.in_(select(Book.shelf_id))).order_by(Shelf.id).options(long_only)).all())
    print(session.exec(select(Shelf.name).where(exists().where(Book.shelf_id == Shelf.id)).order_by(Shelf.id).options(long_only)).all())
    print(session.exec(select(func.count(Book.id)).options(long_only)).one())
    inner = select(Book).subquery()
    print(session.exec(select(inner.c.title).order_by(inner.c.title).options(long_only)).all())
    both = union(select(Book.title), select(Shelf.name)).order_by("title").options(long_only)
    print([title for title, in session.execute(both)])
    nested = with_loader_criteria(Book, Book.id.in_(select(Book.id).where(Book.pages < 201)))
    print(session.exec(select(Book.title).order_by(Book.id).options(nested)).all())
with Session(engine) as session:
    shelves = session.exec(select(Shelf).order_by(Shelf.id).options(selectinload(Shelf.books), long_only)).all()
    print([(shelf.name, [book.title for book in shelf.books]) for shelf in shelves])
