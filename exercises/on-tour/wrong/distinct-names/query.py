from sqlmodel import Session, select

from models import Musician


def on_tour(session: Session) -> list[str]:
    statement = (
        select(Musician.name)
        .distinct()
        .join(Musician.gigs)
        .order_by(Musician.name)
    )
    return list(session.exec(statement).all())
