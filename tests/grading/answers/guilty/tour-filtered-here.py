# exercise: on-tour
# finds: one-query N1-LAZY
# says: joinedload(Musician.gigs)
# file: query.py
from sqlmodel import Session, select

from models import Musician


def on_tour(session: Session) -> list[str]:
    musicians = session.exec(select(Musician).order_by(Musician.name)).all()
    return [musician.name for musician in musicians if musician.gigs]  # <-
