from sqlmodel import Session, select

from models import Musician


def on_tour(session: Session) -> list[str]:
    statement = select(Musician).order_by(Musician.name)
    return [
        musician.name
        for musician in session.exec(statement).all()
        if musician.gigs
    ]
