from sqlmodel import Session, select

from models import Album, Artist


def by_label(session: Session) -> list[str]:
    rows = session.exec(select(Album, Artist.name).join(Artist)).all()
    return sorted(
        f"{album.title} ({album.year}), {name}" for album, name in rows
    )
