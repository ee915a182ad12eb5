# exercise: on-tour
# file: query.py
from sqlmodel import Session, select

from models import Gig, Musician


def on_tour(session: Session) -> list[str]:
    rows = session.exec(select(Musician.id, Musician.name).join(Gig).order_by(Musician.name)).all()
    return list(dict(rows).values())
