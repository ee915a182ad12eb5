"""Three keys to one table, different from each other on every row; some parcels wait for a courier."""
import random

from models import Parcel, Person


def build(session, size, seed):
    rng = random.Random(seed)
    people = [Person(name=f"{rng.choice('ABCDEFG')}{n + 1} of {seed}") for n in range(max(6, size // 3))]
    session.add_all(people)
    session.flush()
    keys = [person.id for person in people[:-1]]
    for n in range(size):
        sender = n % 4 if n < 8 else rng.randrange(len(keys))
        recipient = (sender + 1 + n % 2) % len(keys)
        courier = (sender + 3 + n % 2) % len(keys)
        session.add(
            Parcel(
                label=f"parcel {n + 1} of {seed}",
                sender_id=keys[sender],
                recipient_id=keys[recipient],
                courier_id=None if n % 8 == 6 else keys[courier],
            )
        )
