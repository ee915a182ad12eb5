# exercise: stars-for-authors
# file: query.py
from sqlmodel import Session, func, select

from models import Author, Book, Review


def stars(session: Session) -> list[str]:
    query = (
        select(
            Author.name,
            func.coalesce(func.sum(Review.stars), 0),
            func.count(Review.id),
            func.count(Book.id.distinct()),
        )
        .outerjoin(Book, Book.author_id == Author.id)
        .outerjoin(Review, Review.book_id == Book.id)
        .group_by(Author.id, Author.name)
        .order_by(Author.id)
    )
    return [
        f"{name}: {total} stars in {reviews} reviews of {books} books" for name, total, reviews, books in session.exec(query)
    ]
