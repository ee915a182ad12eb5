"""Trails with one, two and more huts, some without; a few huts stand on no trail."""
import random

from models import Hut, Trail


def build(session, size, seed):
    rng = random.Random(seed)
    trails = [Trail(name=f"trail {n + 1} of {seed}") for n in range(size)]
    session.add_all(trails)
    session.flush()
    for n, trail in enumerate(trails):
        for _ in range((3, 1, 0, 2)[(n + seed % 2) % 4]):
            session.add(Hut(name=f"hut {rng.randrange(100)}", beds=rng.randrange(4, 40), trail_id=trail.id))
    session.add(Hut(name=f"lonely hut of {seed}", beds=6))
