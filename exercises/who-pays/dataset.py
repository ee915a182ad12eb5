"""Orders that somebody else pays for, and some that are paid."""
import random

from models import Invoice, Person


def build(session, size, seed):
    rng = random.Random(seed)
    people = [Person(name=f"person {n} of {seed}") for n in range(size + 1)]
    session.add_all(people)
    session.flush()
    for n in range(size * 3):
        customer, payer = rng.sample(people[:-1], 2)
        session.add(Invoice(text=f"invoice {n} of {seed}", paid=rng.random() < 0.5, customer_id=customer.id, payer_id=payer.id))
