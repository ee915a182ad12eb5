"""Rooms with one, two and more exhibits; one room is empty, and some exhibits are in the store."""
import random

from models import Exhibit, Room


def build(session, size, seed):
    rng = random.Random(seed)
    rooms = [Room(name=f"room {n + 1} of {seed}") for n in range(max(4, size // 3))]
    session.add_all(rooms)
    session.flush()
    places = [room.id for room in rooms if room is not rooms[2]]
    for n in range(size):
        room_id = None if n % 7 == 6 else places[n % len(places)] if n < len(places) else rng.choice(places[:2])
        session.add(Exhibit(name=f"piece {n + 1} of {seed}", room_id=room_id))
