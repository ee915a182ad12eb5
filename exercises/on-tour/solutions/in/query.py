from sqlmodel import Session, select

from models import Gig, Musician


def on_tour(session: Session) -> list[str]:
    statement = (
        select(Musician)
        .where(Musician.id.in_(select(Gig.musician_id)))
        .order_by(Musician.name)
    )
    return [musician.name for musician in session.exec(statement).all()]
