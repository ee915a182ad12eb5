from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Album


def by_label(session: Session) -> list[str]:
    albums = session.exec(
        select(Album).options(selectinload(Album.artist))
    ).all()
    return [
        album.label
        for album in sorted(albums, key=lambda album: album.label)
    ]
