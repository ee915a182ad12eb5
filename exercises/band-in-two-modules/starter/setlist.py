from sqlmodel import Session, select

from models import Band


def setlist(session: Session) -> list[str]:
    lines = []
    for band in session.exec(select(Band).order_by(Band.id)).all():
        for number, song in enumerate(band.songs, start=1):
            lines.append(f"{song.band.name} {number}. {song.title}")
        if not band.songs:
            lines.append(f"{band.name} only bows")
    return lines
