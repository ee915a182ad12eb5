"""Bookings of many guests and rooms, some without a room, with no, one and more extras; a guest and a room are left over."""
import random

from models import Booking, Extra, Guest, Room


def build(session, size, seed):
    rng = random.Random(seed)
    guests = [Guest(name=f"guest {n + 1} of {seed}") for n in range(size + 1)]
    rooms = [Room(number=100 + n) for n in range(size + 1)]
    session.add_all(guests + rooms)
    session.flush()
    rng.shuffle(rooms)
    for n in range(size):
        guest = guests[n - 1 if n % 5 == 3 else n]
        room = None if n % 6 == 4 else rooms[n - 1 if n % 5 == 1 else n]
        booking = Booking(night=n + 1, guest_id=guest.id, room_id=room.id if room else None)
        booking.extras = [Extra(name=rng.choice(["cot", "tea", "dog"])) for _ in range((2, 0, 1)[(n + seed) % 3])]
        session.add(booking)
