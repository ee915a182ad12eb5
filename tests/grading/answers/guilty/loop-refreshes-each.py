# exercise: mend-the-loop
# finds: few-queries N1-REFRESH
# file: query.py
from sqlmodel import Session, select

from models import Task


def task_lines(session: Session) -> list[str]:
    lines = []
    for task in session.exec(select(Task).order_by(Task.id)).all():
        session.refresh(task, ["assignee"])  # <-
        lines.append(f"{task.title}: {task.assignee.handle if task.assignee else 'nobody'}")
    return lines
