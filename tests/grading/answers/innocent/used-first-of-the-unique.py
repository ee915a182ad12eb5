# exercise: one-trip
# check: {type: unique_correct, policy: always}
# check: {type: eager_used}
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def task_card(session: Session, task_id: int) -> dict:
    statement = select(Task).where(Task.id == task_id).options(joinedload(Task.project), joinedload(Task.assignee))
    task = session.exec(statement).unique().first()
    return {"title": task.title, "project": task.project.name, "assignee": getattr(task.assignee, "handle", "nobody")}
