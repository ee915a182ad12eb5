from sqlmodel import Session, select

from models import Boat, Owner


def moorings(session: Session) -> list[str]:
    lines = [
        f"{owner.name}: "
        f"{', '.join(boat.name for boat in owner.boats) or 'no boat'}"
        for owner in session.exec(select(Owner)).all()
    ]
    return lines + [
        f"{boat.name} of {boat.owner.name if boat.owner else 'the town'}"
        for boat in session.exec(select(Boat)).all()
    ]
