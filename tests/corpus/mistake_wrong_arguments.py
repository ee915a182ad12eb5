# Calls that SQLAlchemy and SQLModel refuse before they do anything: too many arguments, too few, none of that name.
from sqlalchemy import ForeignKey, Integer, MetaData, String, exists, func, text, union
from sqlalchemy.engine import URL
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Field, Relationship, Session, SQLModel, col, create_engine, delete, inspect, select, update


class Shelf(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    label: str
    books: list["Book"] = Relationship(back_populates="shelf")


class Book(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str
    shelf_id: int | None = Field(default=None, foreign_key="shelf.id")
    shelf: Shelf | None = Relationship(back_populates="books")


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
session = Session(engine)
table = SQLModel.metadata.tables["book"]
calls = {
    "select": lambda: select(Book, limit=3),
    "where": lambda: select(Book).where(title="Dune"),
    "where of sqlalchemy": lambda: update(Book).where(title="Dune"),
    "filter": lambda: select(Book).filter(title="Dune"),
    "filter_by": lambda: delete(Book).filter_by("Dune"),
    "order_by": lambda: select(Book).order_by(title=True),
    "limit": lambda: select(Book).limit(),
    "options": lambda: select(Book).options(lazy="select"),
    "join": lambda: select(Book).join(),
    "join_from": lambda: select(Book).join_from(),
    "distinct": lambda: select(Book).distinct(on="title"),
    "subquery": lambda: select(Book).subquery("a", "b"),
    "exists": lambda: exists(select(Book), select(Shelf)),
    "union": lambda: union(select(Book), all=True),
    "returning": lambda: update(Book).returning(),
    "selectinload": lambda: selectinload(Book.shelf, Book.title, depth=2),
    "then": lambda: joinedload(Book.shelf).selectinload(),
    "load_only": lambda: joinedload(Book.shelf).load_only(columns=1),
    "like": lambda: col(Book.title).like(),
    "not_in": lambda: col(Book.title).notin_(),
    "contains": lambda: col(Book.title).contains("x", autoescap=True),
    "desc": lambda: col(Book.title).desc(1),
    "label": lambda: func.count(col(Book.id)).label(),
    "any": lambda: col(Shelf.books).any(1, 2),
    "of_type": lambda: col(Shelf.books).of_type(),
    "add": lambda: session.add(),
    "get": lambda: session.get(Book),
    "exec": lambda: session.exec(select(Book), limit=1),
    "commit": lambda: session.commit(True),
    "first": lambda: session.exec(select(Book)).first(1),
    "Integer": lambda: Integer(11),
    "String": lambda: String(10, "NOCASE", True),
    "ForeignKey": lambda: ForeignKey(),
    "MetaData": lambda: MetaData(1, 2, 3, 4, 5),
    "create_all": lambda: SQLModel.metadata.create_all(),
    "drop": lambda: table.drop(),
    "insert": lambda: table.insert({"title": "Dune"}),
    "text": lambda: text(),
    "URL": lambda: URL.create(),
    "inspect": lambda: inspect(Book).get_property(),
}
for name, call in calls.items():
    try:
        print(name, "gave", type(call()).__name__)
    except TypeError as error:
        print(name, "->", error)
session.close()
