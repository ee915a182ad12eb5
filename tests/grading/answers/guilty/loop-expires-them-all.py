# exercise: mend-the-loop
# finds: few-queries N1-REFRESH
# says: expired Task
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task


def task_lines(session: Session) -> list[str]:
    tasks = session.exec(select(Task).options(selectinload(Task.assignee)).order_by(Task.id)).unique().all()
    session.expire_all()
    return [f"{task.title}: {task.assignee.handle if task.assignee else 'nobody'}" for task in tasks]  # <-
