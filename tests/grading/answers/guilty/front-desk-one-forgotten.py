# exercise: front-desk
# finds: few-queries N1-LAZY
# says: lazy loads of Booking.extras at query.py:12
# says: .options(selectinload(Booking.extras))
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Booking


def desk(session: Session) -> list[str]:
    statement = select(Booking).options(joinedload(Booking.guest), joinedload(Booking.room)).order_by(Booking.id)
    lines = []
    for booking in session.exec(statement).unique().all():
        room = booking.room.number if booking.room else "no room yet"
        lines.append(f"{booking.guest.name}: {room}, {len(booking.extras)} extras")  # <-
    return lines
