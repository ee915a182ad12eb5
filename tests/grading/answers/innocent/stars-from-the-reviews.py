# exercise: stars-for-authors
# file: query.py
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, select

from models import Author, Book


def stars(session: Session) -> list[str]:
    query = select(Author).order_by(Author.id).options(joinedload(Author.books).options(selectinload(Book.reviews)))
    result = []
    for author in session.exec(query).unique().all():
        reviews = sum((book.reviews for book in author.books), [])
        total = sum(review.stars for review in reviews)
        result.append(f"{author.name}: {total} stars in {len(reviews)} reviews of {len(author.books)} books")
    return result
