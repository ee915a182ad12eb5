from sqlmodel import Session, select

from models import Booking


def desk(session: Session) -> list[str]:
    statement = select(Booking).order_by(Booking.id)
    lines = []
    for booking in session.exec(statement).all():
        room = booking.room.number if booking.room else "no room yet"
        lines.append(
            f"{booking.guest.name}: {room}, {len(booking.extras)} extras"
        )
    return lines
