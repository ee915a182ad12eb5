# exercise: on-tour
# file: query.py
from sqlmodel import Session, select

from models import Gig, Musician


def on_tour(session: Session) -> list[str]:
    rows = session.exec(select(Musician.id, Musician.name).join(Gig).group_by(Musician.id).order_by(Musician.name)).all()
    return [name for _, name in rows]
