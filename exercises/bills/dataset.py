"""Customers with one, two and three orders, and some who never bought anything."""
import random

from models import Customer, Order


def build(session, size, seed):
    rng = random.Random(seed)
    for n in range(size):
        orders = [
            Order(item=rng.choice(["tea", "jam", "rope"]), pence=rng.randrange(50, 900))
            for _ in range((2, 1, 3, 0, 1)[(n + seed % 2) % 5])
        ]
        session.add(Customer(name=f"customer {n + 1} of {seed}", orders=orders))
