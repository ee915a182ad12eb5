# exercise: labels-in-order
# finds: nothing-lazy LAZY-LOAD
# says: lazy loads of Album.artist at models.py:25
# says: .options(selectinload(Album.artist))
# says: to the select of catalogue.py:7
# file: catalogue.py
from sqlmodel import Session, select

from models import Album


def by_label(session: Session) -> list[str]:
    albums = session.exec(select(Album)).unique().all()
    return sorted(album.label for album in albums)
