# exercise: on-tour
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Musician


def on_tour(session: Session) -> list[str]:
    everybody = session.exec(select(Musician).options(joinedload(Musician.gigs)).order_by(Musician.name)).unique().all()
    return [musician.name for musician in everybody if musician.gigs]
