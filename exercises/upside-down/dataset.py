"""A company at least three levels deep; the bosses have no manager, and many people have no reports."""
import random

from models import Employee


def build(session, size, seed):
    rng = random.Random(seed)
    keys = []
    for n in range(max(size, 8)):
        above = {1: 0, 2: 1, 3: 1, 5: 2, 6: 2}.get(n) if n < 7 else None if n % 11 == 10 else rng.randrange(1, 5)
        employee = Employee(name=f"person {n + 1} of {seed}", manager_id=None if above is None else keys[above])
        session.add(employee)
        session.flush()
        keys.append(employee.id)
