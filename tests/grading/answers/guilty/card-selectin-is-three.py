# exercise: one-trip
# finds: one-statement TOO-MANY
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task


def task_card(session: Session, task_id: int) -> dict:
    options = [selectinload(Task.project), selectinload(Task.assignee)]
    task = session.exec(select(Task).where(Task.id == task_id).options(*options)).one()  # <-
    return {"title": task.title, "project": task.project.name, "assignee": task.assignee.handle if task.assignee else "nobody"}
