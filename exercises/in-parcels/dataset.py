"""Keepers with no, one and two animals in turn."""
from models import Animal, Keeper


def build(session, size, seed):
    for n in range(size):
        animals = [Animal(name=f"animal {n + 1}.{m + 1}") for m in range(n % 3)]
        session.add(Keeper(name=f"keeper {n + 1}", animals=animals))
