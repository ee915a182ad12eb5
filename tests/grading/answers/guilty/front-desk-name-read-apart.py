# exercise: front-desk
# finds: few-queries N1-LAZY
# says: Booking.guest
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Booking


def desk(session: Session) -> list[str]:
    statement = select(Booking).order_by(Booking.id).options(selectinload(Booking.room), selectinload(Booking.extras))
    lines = []
    for booking in session.exec(statement).unique().all():
        room = booking.room.number if booking.room else "no room yet"
        name = booking.guest.name  # <-
        lines.append(f"{name}: {room}, {len(booking.extras)} extras")
    return lines
