# exercise: front-desk
# finds: few-queries N1-LAZY
# says: lazy loads of Booking.extras
# says: lazy loads of Booking.guest
# says: .options(selectinload(Booking.extras), selectinload(Booking.guest))
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Booking


def desk(session: Session) -> list[str]:
    lines = []
    for booking in session.exec(select(Booking).options(joinedload(Booking.room)).order_by(Booking.id)).unique().all():
        who = booking.guest.name
        room = booking.room.number if booking.room else "no room yet"
        extras = booking.extras  # <-
        lines.append(f"{who}: {room}, {len(extras)} extras")
    return lines
