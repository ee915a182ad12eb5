from sqlmodel import Session, select

from models import Album


def by_label(session: Session) -> list[str]:
    albums = session.exec(select(Album)).unique().all()
    labels = [album.label for album in albums]
    labels.sort()
    return labels
