# exercise: one-page
# finds: few-rows TOO-MANY-ROWS
# says: at most 10
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def page(session: Session, number: int, size: int) -> list[str]:
    statement = select(Task).options(joinedload(Task.assignee)).order_by(Task.created_at, Task.id)
    tasks = session.exec(statement).unique().all()[(number - 1) * size : number * size]  # <-
    return [f"{task.title}: {task.assignee.handle if task.assignee else 'nobody'}" for task in tasks]
