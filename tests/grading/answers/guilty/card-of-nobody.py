# exercise: one-trip
# finds: card RAISED
# says: NoneType
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def task_card(session: Session, task_id: int) -> dict:
    options = [joinedload(Task.project), joinedload(Task.assignee)]
    task = session.exec(select(Task).where(Task.id == task_id).options(*options)).one()
    return {"title": task.title, "project": task.project.name, "assignee": task.assignee.handle}  # <-
