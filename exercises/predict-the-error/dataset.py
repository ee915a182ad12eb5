"""Projects with three tasks and two notes each; the last one has neither. Workers do and write tasks in turn."""
from datetime import datetime

from models import Note, Project, Task, Worker


def build(session, size, seed):
    workers = [Worker(handle=f"@w{seed}_{n}") for n in range(4)]
    projects = [Project(name=f"project {n + 1}") for n in range(size)]
    session.add_all(workers + projects)
    session.flush()
    for project in projects[:-1]:
        for n in range(3):
            parent = None
            if n:
                parent = task
            task = Task(title=f"task {n + 1}", created_at=datetime(2026, 6, 1), project=project, parent=parent)
            task.assignee = workers[n] if n < 2 else None
            task.created_by = workers[(n + 1) % 3]
            session.add(task)
            session.flush()
        if project is projects[0]:
            extra = Task(title="task 1b", created_at=datetime(2026, 6, 1), project=project, created_by=workers[0])
            extra.parent_task_id = task.parent_task_id
            session.add(extra)
        session.add_all([Note(text=f"note {n + 1}", project=project) for n in range(2)])
