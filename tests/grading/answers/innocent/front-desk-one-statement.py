# exercise: front-desk
# check: {type: eager_used}
# check: {type: rows_fetched, max_per_object: 5}
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Booking


def desk(session: Session) -> list[str]:
    statement = (
        select(Booking)
        .order_by(Booking.id)
        .options(joinedload(Booking.guest), joinedload(Booking.room), joinedload(Booking.extras))
    )
    lines = []
    for booking in session.exec(statement).unique().all():
        room = booking.room.number if booking.room is not None else "no room yet"
        lines.append(f"{booking.guest.name}: {room}, {len(booking.extras)} extras")
    return lines
