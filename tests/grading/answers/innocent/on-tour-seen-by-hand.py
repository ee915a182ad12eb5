# exercise: on-tour
# check: {type: unique_correct, policy: when-needed}
# file: query.py
from sqlmodel import Session, select

from models import Musician


def on_tour(session: Session) -> list[str]:
    statement = select(Musician).join(Musician.gigs).order_by(Musician.name)
    found = {}
    for musician in session.exec(statement):
        found.setdefault(musician.id, musician)
    return [musician.name for musician in found.values()]
