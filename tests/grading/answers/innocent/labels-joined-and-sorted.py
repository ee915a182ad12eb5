# exercise: labels-in-order
# file: catalogue.py
from sqlalchemy.orm import contains_eager
from sqlmodel import Session, select

from models import Album


def by_label(session: Session) -> list[str]:
    query = select(Album).outerjoin(Album.artist).options(contains_eager(Album.artist))
    labels = [album.label for album in session.exec(query).unique()]
    labels.sort()
    return labels
