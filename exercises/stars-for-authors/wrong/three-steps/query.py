from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Author, Book, Review


def stars(session: Session) -> list[str]:
    statement = (
        select(Author)
        .options(
            selectinload(Author.books)
            .selectinload(Book.reviews)
            .selectinload(Review.book)
            .selectinload(Book.author)
        )
        .order_by(Author.id)
    )
    lines = []
    for author in session.exec(statement).unique().all():
        given = [
            review.stars for book in author.books for review in book.reviews
        ]
        lines.append(
            f"{author.name}: {sum(given)} stars in "
            f"{len(given)} reviews of {len(author.books)} books"
        )
    session.exec(select(Review.id).limit(1)).all()
    return lines
