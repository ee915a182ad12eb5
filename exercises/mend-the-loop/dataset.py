"""Tasks with distinct assignees, so that every lazy load shows; some tasks are nobody's,
and from the ninth on some workers have two."""
import random

from models import Task, Worker


def build(session, size, seed):
    rng = random.Random(seed)
    workers = [Worker(handle=f"@w{seed}_{n}") for n in range(max(size, 3))]
    rng.shuffle(workers)
    for n in range(size):
        assignee = None if n % 7 == 5 else workers[n - n // 8 % 2]
        session.add(Task(title=f"task {n + 1} of {seed}", assignee=assignee))
    session.add_all(workers)
