"""Visits to many vets, two to some; one vet has nobody waiting, and some animals take the next vet who is free."""
import random

from models import Vet, Visit


def build(session, size, seed):
    rng = random.Random(seed)
    vets = [Vet(name=f"Dr {n + 1} of {seed}") for n in range(max(size, 4))]
    session.add_all(vets)
    session.flush()
    keys = [vet.id for vet in vets[1:]]
    rng.shuffle(keys)
    for n in range(size):
        vet_id = None if n % 6 == 4 else keys[(n - 1 if n % 5 == 2 else n) % len(keys)]
        animal = rng.choice(["cat", "dog", "hen", "pig"])
        session.add(Visit(animal=f"{animal} {n + 1} of {seed}", vet_id=vet_id))
