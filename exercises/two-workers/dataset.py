"""Workers who write tasks down for others: the two keys differ on most rows, and agree on some."""
import random

from models import Task, Worker


def build(session, size, seed):
    rng = random.Random(seed)
    workers = [Worker(handle=f"@h{seed}_{n}") for n in range(5)]
    session.add_all(workers)
    session.flush()
    for n in range(size):
        author = workers[rng.randrange(4)]
        assignee = None if n % 6 == 4 else author if n % 5 == 3 else workers[(workers.index(author) + 1 + n % 3) % 4]
        session.add(
            Task(
                title=f"job {n + 1} of {seed}",
                assignee_id=assignee.id if assignee else None,
                created_by_id=author.id,
            )
        )
