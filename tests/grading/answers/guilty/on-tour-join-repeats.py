# exercise: on-tour
# finds: once-each RESULT-DIFFERS
# says: should have
# file: query.py
from sqlmodel import Session, select

from models import Gig, Musician


def on_tour(session: Session) -> list[str]:
    return list(session.exec(select(Musician.name).join(Gig).order_by(Musician.name)))
