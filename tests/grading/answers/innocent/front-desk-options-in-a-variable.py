# exercise: front-desk
# check: {type: no_latent_lazy_load}
# check: {type: eager_used}
# check: {type: unique_correct, policy: always}
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Booking

EVERYTHING = [selectinload(getattr(Booking, name)) for name in ("guest", "room", "extras")]


def line(booking: Booking) -> str:
    room = booking.room.number if booking.room else "no room yet"
    return f"{booking.guest.name}: {room}, {len(booking.extras)} extras"


def desk(session: Session) -> list[str]:
    bookings = session.exec(select(Booking).options(*EVERYTHING).order_by(Booking.id)).unique()
    return [*map(line, bookings)]
