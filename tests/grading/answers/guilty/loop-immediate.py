# exercise: mend-the-loop
# finds: few-queries N1-IMMEDIATE
# file: query.py
from sqlalchemy.orm import immediateload
from sqlmodel import Session, select

from models import Task


def task_lines(session: Session) -> list[str]:
    tasks = session.exec(select(Task).options(immediateload(Task.assignee)).order_by(Task.id)).unique().all()  # <-
    return [f"{task.title}: {task.assignee.handle if task.assignee else 'nobody'}" for task in tasks]
