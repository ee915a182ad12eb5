# exercise: mend-the-loop
# check: {type: rows_fetched, max_per_object: 1}
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import select

from models import Task


def task_lines(session):
    lines = []
    for part in session.exec(select(Task).options(joinedload(Task.assignee)).order_by(Task.id)).unique().partitions(3):
        for task in part:
            lines.append(f"{task.title}: {task.assignee.handle if task.assignee else 'nobody'}")
    return lines
