# exercise: on-tour
# finds: once-each RESULT-DIFFERS
# file: query.py
from sqlmodel import Session, select

from models import Musician


def on_tour(session: Session) -> list[str]:
    return sorted({musician.name for musician in session.exec(select(Musician).join(Musician.gigs))})
