# exercise: on-tour
# file: query.py
from sqlalchemy import exists
from sqlmodel import Session, select

from models import Gig, Musician


def on_tour(session: Session) -> list[str]:
    plays = exists().where(Gig.musician_id == Musician.id)
    return [m.name for m in session.exec(select(Musician).where(plays).order_by(Musician.name))]
