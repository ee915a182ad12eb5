"""Owners of no, one and more boats, and boats that belong to the town."""
from models import Boat, Owner


def build(session, size, seed):
    owners = [Owner(name=f"owner {n + 1} of {seed}") for n in range(max(4, size // 2))]
    session.add_all(owners)
    session.flush()
    keys = [owner.id for owner in owners if owner is not owners[1]]
    for n in range(size):
        owner_id = None if n % 7 == 5 else keys[n * (1 + seed % 2) % len(keys)]
        session.add(Boat(name=f"boat {n + 1} of {seed}", owner_id=owner_id))
