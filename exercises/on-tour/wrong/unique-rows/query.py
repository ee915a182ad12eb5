from sqlmodel import Session, select

from models import Gig, Musician


def on_tour(session: Session) -> list[str]:
    statement = (
        select(Musician, Gig).join(Musician.gigs).order_by(Musician.name)
    )
    return [
        musician.name
        for musician, _ in session.exec(statement).unique().all()
    ]
