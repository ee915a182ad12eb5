from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Booking, Extra


def desk(session: Session) -> list[str]:
    statement = (
        select(Booking)
        .options(joinedload(Booking.guest), joinedload(Booking.room))
        .order_by(Booking.id)
    )
    lines = []
    bookings = session.exec(statement).unique().all()
    counts = {booking.id: 0 for booking in bookings}
    for start in range(0, len(bookings), 26):
        ids = [booking.id for booking in bookings[start : start + 26]]
        for extra in session.exec(
            select(Extra).where(Extra.booking_id.in_(ids))
        ).all():
            counts[extra.booking_id] += 1
    for booking in bookings:
        room = booking.room.number if booking.room else "no room yet"
        lines.append(
            f"{booking.guest.name}: {room}, {counts[booking.id]} extras"
        )
    return lines
