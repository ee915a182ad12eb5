"""Trees at least three levels deep, roots without a parent, one root without subtasks."""
import random

from models import Task


def build(session, size, seed):
    rng = random.Random(seed)
    tasks = []
    for n in range(max(size, 6)):
        task = Task(title=f"step {n + 1} of {seed}")
        session.add(task)
        session.flush()
        if n in (1, 2, 3):
            task.parent_task_id = tasks[n - 1].id
        elif n >= 6:
            task.parent_task_id = tasks[rng.randrange(1, 5)].id
        tasks.append(task)
