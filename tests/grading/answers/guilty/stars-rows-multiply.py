# exercise: stars-for-authors
# only
# check: {type: rows_fetched, max_per_object: 1.5}
# finds: rows_fetched ROW-EXPLOSION
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Author, Book


def stars(session: Session) -> list[str]:
    load = joinedload(Author.books).joinedload(Book.reviews)
    return [author.name for author in session.exec(select(Author).options(load)).unique().all() if author.books]  # <-
