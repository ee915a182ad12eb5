# exercise: mend-the-loop
# check: {type: eager_used}
# file: query.py
from sqlalchemy import inspect
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def task_lines(session: Session) -> list[str]:
    lines = []
    for task in session.exec(select(Task).options(joinedload(Task.assignee)).order_by(Task.id)).unique():
        worker = inspect(task).attrs.assignee.value
        lines.append(f"{task.title}: {worker.handle if worker else 'nobody'}")
    return lines
