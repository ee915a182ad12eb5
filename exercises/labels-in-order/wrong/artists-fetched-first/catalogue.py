from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Album


def by_label(session: Session) -> list[str]:
    count = len(session.exec(select(Album.id)).all())
    albums = (
        session.exec(select(Album).options(selectinload(Album.artist)))
        .unique()
        .all()
    )
    assert len(albums) == count
    return [
        album.label
        for album in sorted(albums, key=lambda album: album.label)
    ]
