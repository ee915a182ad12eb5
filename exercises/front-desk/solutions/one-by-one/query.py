from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Booking


def desk(session: Session) -> list[str]:
    statement = select(Booking).order_by(Booking.id)
    statement = statement.options(selectinload(Booking.guest))
    statement = statement.options(selectinload(Booking.room))
    statement = statement.options(selectinload(Booking.extras))
    lines = []
    for booking in session.exec(statement).unique().all():
        room = booking.room.number if booking.room else "no room yet"
        lines.append(
            f"{booking.guest.name}: {room}, {len(booking.extras)} extras"
        )
    return lines
