"""Countries, regions, towns and a few quarters below them: four levels, and countries and regions without parts."""
import random

from models import Place


def build(session, size, seed):
    rng = random.Random(seed)
    for n in range(max(size, 4)):
        country = Place(name=f"country {n + 1} of {seed}")
        for m in range((2, 1, 0, 3)[n % 4]):
            region = Place(name=f"region {n + 1}.{m + 1} of {seed}", inside=country)
            for k in range((2, 0, 1)[(n + m + seed % 2) % 3]):
                town = Place(name=f"town {rng.randrange(100)}-{k + 1} of {seed}", inside=region)
                if k == 1:
                    town.parts = [Place(name=f"old quarter of {seed}", parts=[Place(name=f"street of {seed}")])]
        session.add(country)
