"""Trees three deep, tasks of somebody and of nobody, a worker without tasks."""
from answer import Task, Worker


def build(session, size, seed):
    workers = [Worker(handle=f"@w{seed}_{n}") for n in range(size + 2)]
    session.add_all(workers)
    tasks = []
    for n in range(size):
        task = Task(title=f"task {n + 1} of {seed}")
        task.assignee = None if n % 7 == 5 else workers[0] if n % 4 == 3 else workers[n]
        session.add(task)
        session.flush()
        if n % 3:
            task.parent_task_id = tasks[n - 1].id
        elif n % 6 == 3:
            task.parent_task_id = tasks[n - 3].id
        tasks.append(task)
