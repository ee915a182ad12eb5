# exercise: front-desk
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Booking

OPTIONS = [selectinload(getattr(Booking, name)) for name in ("guest", "room", "extras")]


def room_text(booking: Booking) -> str:
    match booking.room:
        case None:
            return "no room yet"
        case room:
            return str(room.number)


def desk(session: Session) -> list[str]:
    bookings = session.exec(select(Booking).options(*OPTIONS).order_by(Booking.id)).unique().all()
    return [f"{b.guest.name}: {room_text(b)}, {len(b.extras)} extras" for b in bookings]
