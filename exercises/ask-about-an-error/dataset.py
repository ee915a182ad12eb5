"""Authors and reviewers: mostly two people, now and then the same one, sometimes nobody reviews; one writes nothing."""
from models import Task, Worker


def build(session, size, seed):
    workers = [Worker(handle=f"@w{seed}_{n}") for n in range(6)]
    session.add_all(workers)
    session.flush()
    for n in range(size):
        author = workers[n % 4]
        reviewer = None if n % 6 == 4 else author if n % 5 == 3 else workers[(n + 1 + n // 4 + seed) % 5]
        session.add(
            Task(
                title=f"chapter {n + 1} of {seed}",
                author_id=author.id,
                reviewer_id=reviewer.id if reviewer else None,
            )
        )
