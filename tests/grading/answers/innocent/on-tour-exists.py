# exercise: on-tour
# check: {type: no_lazy_load}
# file: query.py
from sqlmodel import Session, exists, select

from models import Gig, Musician


def on_tour(session: Session) -> list[str]:
    has_gig = exists().where(Gig.musician_id == Musician.id)
    return list(session.exec(select(Musician.name).where(has_gig).order_by(Musician.name)))
