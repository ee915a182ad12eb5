"""Tasks of several projects. Task 3, the one that is shown, is nobody's on the larger data."""
from datetime import datetime

from models import Project, Task, Worker


def build(session, size, seed):
    projects = [Project(name=f"project {n + 1} of {seed}") for n in range(4)]
    workers = [Worker(handle=f"@w{seed}_{n}") for n in range(size)]
    session.add_all(projects)
    session.add_all(workers)
    session.flush()
    for n in range(size):
        is_free = n == 2 and size > 10 or n % 5 == 4
        session.add(
            Task(
                title=f"task {n + 1} of {seed}",
                created_at=datetime(2026, 6, 1),
                project=projects[(n + seed) % 3],
                assignee=None if is_free else workers[n],
                created_by=workers[n - 1],
            )
        )
