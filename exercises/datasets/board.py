"""A board to study: `size` tasks, three and more projects, one of them empty.

Every task is somebody else's and some are nobody's; author and assignee differ on most rows and agree on some. Every third
task has two subtasks, one of which is the first worker's and has a subtask of its own. Some tasks are deleted.
"""
import random
from datetime import datetime, timedelta

from models import Note, Project, Task, Worker


def build(session, size, seed):
    rng = random.Random(seed)
    workers = [Worker(handle=f"@w{seed}_{n}") for n in range(max(size, 4))]
    projects = [Project(name=f"project {n + 1} of {seed}") for n in range(3 + size // 6)]
    shuffled = list(workers)
    rng.shuffle(shuffled)
    session.add_all(shuffled)
    session.add_all(projects)
    session.flush()
    monday = datetime(2026, 6, 1, 9)
    for number, project in enumerate(projects[:-1]):
        for n in range(2 + number % 3):
            session.add(Note(text=f"note {n + 1} on {project.name}", project=project))
    for n in range(size):
        assignee = None if n % 7 == 5 else workers[n]
        author = workers[n] if n % 5 == 3 else workers[(n + 1) % len(workers)]
        project = projects[0] if n % 2 == 0 else projects[n % (len(projects) - 1)]
        task = Task(
            title=f"task {n + 1} of {seed}",
            created_at=monday + timedelta(hours=rng.randrange(60)),
            deleted_at=monday + timedelta(days=30) if n % 6 == 4 else None,
            project=project,
            assignee=assignee,
            created_by=author,
        )
        session.add(task)
        if n % 3 == 0:
            for part in "ab":
                subtask = Task(
                    title=f"{task.title}, part {part}",
                    created_at=task.created_at,
                    project=projects[1],
                    assignee=workers[0] if part == "a" else None,
                    created_by=author,
                    parent=task,
                )
                session.add(subtask)
                if part == "a":
                    session.add(
                        Task(
                            title=f"{subtask.title}, step",
                            created_at=task.created_at,
                            project=projects[1],
                            created_by=author,
                            parent=subtask,
                        )
                    )
