from sqlmodel import Session, select

from models import Album, Artist


def by_label(session: Session) -> list[str]:
    albums = session.exec(select(Album)).all()
    names = {}
    for start in range(0, len(albums), 60):
        ids = [album.artist_id for album in albums[start : start + 60]]
        for artist in session.exec(
            select(Artist).where(Artist.id.in_(ids))
        ).all():
            names[artist.id] = artist.name
    return sorted(
        f"{album.title} ({album.year}), "
        f"{names.get(album.artist_id, 'various')}"
        for album in albums
    )
