from sqlmodel import Session, select

from models import Album, Artist


def by_label(session: Session) -> list[str]:
    names = {
        artist.id: artist.name
        for artist in session.exec(select(Artist)).all()
    }
    albums = session.exec(select(Album)).all()
    return sorted(
        f"{album.title} ({album.year}), "
        f"{names.get(album.artist_id, 'various')}"
        for album in albums
    )
