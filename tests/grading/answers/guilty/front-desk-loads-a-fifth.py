# exercise: front-desk
# finds: few-queries TOO-MANY
# says: selectinload(Guest.bookings)
# says: nothing reads what it loads
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Booking, Guest


def desk(session: Session) -> list[str]:
    loads = [selectinload(Booking.guest).selectinload(Guest.bookings), selectinload(Booking.room), selectinload(Booking.extras)]
    lines = []
    for booking in session.exec(select(Booking).options(*loads).order_by(Booking.id)).unique().all():  # <-
        room = booking.room.number if booking.room else "no room yet"
        lines.append(f"{booking.guest.name}: {room}, {len(booking.extras)} extras")
    return lines
