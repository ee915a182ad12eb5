from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Booking


def desk(session: Session) -> list[str]:
    statement = (
        select(Booking)
        .options(selectinload(Booking.guest), selectinload(Booking.room))
        .options(selectinload(Booking.extras))
        .order_by(Booking.id)
    )
    lines = []
    for booking in session.exec(statement).unique().all():
        room = booking.room.number if booking.room else "no room yet"
        lines.append(
            f"{booking.guest.name}: {room}, {len(booking.extras)} extras"
        )
    return lines
