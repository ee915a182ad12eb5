# exercise: labels-in-order
# check: {type: loader_for, path: Album.artist, any_of: [contains_eager]}
# check: {type: eager_used}
# file: catalogue.py
from sqlalchemy.orm import contains_eager
from sqlmodel import Session, select

from models import Album


def by_label(session: Session) -> list[str]:
    statement = select(Album).join(Album.artist, isouter=True).options(contains_eager(Album.artist))
    return sorted(album.label for album in session.exec(statement).unique().all())
