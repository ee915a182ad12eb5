# exercise: one-page
# finds: few-rows TOO-MANY-ROWS
# says: rows fetched, at most 10
# file: query.py
from itertools import islice

from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def page(session: Session, number: int, size: int) -> list[str]:
    statement = select(Task).order_by(Task.created_at, Task.id).options(joinedload(Task.assignee))
    tasks = islice(session.exec(statement), (number - 1) * size, number * size)  # <-
    return [f"{task.title}: {task.assignee.handle if task.assignee else 'nobody'}" for task in tasks]
