# exercise: stars-for-authors
# check: {type: no_lazy_load}
# check: {type: eager_used}
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Author, Book


def stars(session: Session) -> list[str]:
    statement = select(Author).options(joinedload(Author.books).joinedload(Book.reviews)).order_by(Author.id)
    lines = []
    for author in session.exec(statement).unique().all():
        given = [review.stars for book in author.books for review in book.reviews]
        lines.append(f"{author.name}: {sum(given)} stars in {len(given)} reviews of {len(author.books)} books")
    return lines
