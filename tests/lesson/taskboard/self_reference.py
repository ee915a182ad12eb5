# selects: 4
from sqlmodel import Session, select

from models import Task
from seed import seed


def show(task, depth=0):
    print("  " * depth + task.title)
    for subtask in task.subtasks:
        show(subtask, depth + 1)


with Session(seed(tasks=8, workers=2)) as session:
    root = session.exec(select(Task).where(Task.title == "Task 1")).one()
    show(root)
    leaf = session.exec(select(Task).where(Task.title == "Task 4")).one()
    print(leaf.title, "belongs to", leaf.parent.title)
