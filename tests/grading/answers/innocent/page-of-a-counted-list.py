# exercise: one-page
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def page(session: Session, number: int, size: int) -> list[str]:
    ids = select(Task.id).order_by(Task.created_at, Task.id).offset((number - 1) * size).limit(size).subquery()
    statement = select(Task).join(ids, ids.c.id == Task.id).options(joinedload(Task.assignee)).order_by(Task.created_at, Task.id)
    return [f"{task.title}: {task.assignee.handle if task.assignee else 'nobody'}" for task in session.exec(statement)]
