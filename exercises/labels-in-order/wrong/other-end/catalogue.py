from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Album, Artist


def by_label(session: Session) -> list[str]:
    session.exec(
        select(Artist).limit(1).options(selectinload(Artist.albums))
    ).unique().all()
    albums = session.exec(select(Album)).unique().all()
    return [
        album.label
        for album in sorted(albums, key=lambda album: album.label)
    ]
