# exercise: mend-the-loop
# finds: few-queries N1-LAZY
# says: selectinload(Task.assignee)
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task


def task_lines(session: Session) -> list[str]:
    statement = select(Task).order_by(Task.id)
    statement.options(selectinload(Task.assignee))
    tasks = session.exec(statement).unique().all()
    return [f"{task.title}: {task.assignee.handle if task.assignee else 'nobody'}" for task in tasks]  # <-
