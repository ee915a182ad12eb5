from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Author, Book, Review


def stars(session: Session) -> list[str]:
    statement = (
        select(Author)
        .options(selectinload(Author.books))
        .order_by(Author.id)
    )
    lines = []
    authors = session.exec(statement).unique().all()
    books = [book.id for author in authors for book in author.books]
    found = {}
    for first in range(0, len(books), 50):
        for review in session.exec(
            select(Review).where(
                Review.book_id.in_(books[first : first + 50])
            )
        ).all():
            found.setdefault(review.book_id, []).append(review.stars)
    for author in authors:
        given = [
            stars
            for book in author.books
            for stars in found.get(book.id, [])
        ]
        lines.append(
            f"{author.name}: {sum(given)} stars in "
            f"{len(given)} reviews of {len(author.books)} books"
        )
    return lines
