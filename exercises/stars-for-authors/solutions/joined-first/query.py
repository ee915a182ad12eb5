from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, select

from models import Author, Book


def stars(session: Session) -> list[str]:
    statement = (
        select(Author)
        .options(joinedload(Author.books).selectinload(Book.reviews))
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
    return lines
