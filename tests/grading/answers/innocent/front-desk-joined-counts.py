# exercise: front-desk
# file: query.py
from sqlmodel import Session, func, select

from models import Booking, Extra, Guest, Room


def desk(session: Session) -> list[str]:
    statement = (
        select(Guest.name, Room.number, func.count(Extra.id))
        .select_from(Booking)
        .join(Booking.guest)
        .outerjoin(Booking.room)
        .outerjoin(Booking.extras)
        .group_by(Booking.id)
        .order_by(Booking.id)
    )
    return [f"{guest}: {number or 'no room yet'}, {extras} extras" for guest, number, extras in session.exec(statement)]
