# exercise: labels-in-order
# finds: same-at-any-size GROWTH-LINEAR
# says: linear
# file: catalogue.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Album


def by_label(session: Session) -> list[str]:
    found, at = [], 0
    while True:
        statement = select(Album).options(joinedload(Album.artist)).order_by(Album.id).offset(at).limit(40)
        part = session.exec(statement).unique().all()  # <-
        found += part
        at += 40
        if len(part) < 40:
            break
    return sorted(album.label for album in found)
