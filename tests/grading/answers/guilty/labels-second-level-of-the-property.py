# exercise: labels-in-order
# finds: nothing-lazy LAZY-LOAD
# says: Album.artist
# file: catalogue.py
from sqlmodel import Session, select

from models import Album


def by_label(session: Session) -> list[str]:
    with session.no_autoflush:
        return sorted(map(lambda album: album.label, session.exec(select(Album)).all()))
