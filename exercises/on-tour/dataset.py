"""Musicians with one, two and three gigs, some at home, and two of the same name who are both on tour."""
import random

from models import Gig, Musician


def build(session, size, seed):
    rng = random.Random(seed)
    for n in range(size):
        name = f"Kim of {seed}" if n in (1, 3) else f"{rng.choice('ABCDXYZ')}. {n + 1} of {seed}"
        gigs = [Gig(town=f"town {rng.randrange(50)}") for _ in range((2, 1, 0, 3)[(n + 2 * (n > 3)) % 4])]
        session.add(Musician(name=name, gigs=gigs))
