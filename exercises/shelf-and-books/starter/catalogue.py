from sqlmodel import Session, select

from models import Book, Shelf


def contents(session: Session) -> list[str]:
    lines = []
    for shelf in session.exec(select(Shelf).order_by(Shelf.id)).all():
        lines.append(
            f"{shelf.label}: "
            + ", ".join(book.title for book in shelf.books)
        )
    for book in session.exec(select(Book).order_by(Book.title)).all():
        lines.append(
            f"{book.title} -> "
            f"{book.shelf.label if book.shelf else 'lent out'}"
        )
    return lines
