"""Books on distinct shelves, two and more on some; the last shelf is empty, and a few books are lent out."""
import random

from models import Book, Shelf


def build(session, size, seed):
    rng = random.Random(seed)
    shelves = [Shelf(label=f"row {n + 1} of {seed}") for n in range(max(4, size // 2))]
    session.add_all(shelves)
    session.flush()
    places = [shelf.id for shelf in shelves[:-1]]
    for n in range(size):
        shelf_id = None if n % 6 == 5 else places[n % len(places)]
        session.add(Book(title=f"volume {rng.randrange(1000)}-{n + 1} of {seed}", shelf_id=shelf_id))
