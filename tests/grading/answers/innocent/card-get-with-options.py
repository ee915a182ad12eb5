# exercise: one-trip
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session

from models import Task


def task_card(session: Session, task_id: int) -> dict:
    if not (task := session.get_one(Task, task_id, options=[joinedload(Task.project), joinedload(Task.assignee)])):
        raise LookupError(task_id)
    who = task.assignee.handle if task.assignee else "nobody"
    return {"title": task.title, "project": task.project.name, "assignee": who}
