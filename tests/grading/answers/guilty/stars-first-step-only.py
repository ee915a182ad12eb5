# exercise: stars-for-authors
# finds: few-queries N1-LAZY
# says: lazy loads of Book.reviews at query.py:11
# says: .options(selectinload(Author.books).selectinload(Book.reviews))
# says: to the select of query.py:8
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Author


def stars(session: Session) -> list[str]:
    authors = session.exec(select(Author).options(joinedload(Author.books)).order_by(Author.id)).unique().all()
    lines = []
    for author in authors:
        given = [review.stars for book in author.books for review in book.reviews]  # <-
        lines.append(f"{author.name}: {sum(given)} stars in {len(given)} reviews of {len(author.books)} books")
    return lines
