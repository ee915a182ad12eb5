# exercise: one-trip
# check: {type: eager_used}
# check: {type: unique_correct, policy: always}
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session

from models import Task


def task_card(session: Session, task_id: int) -> dict:
    task = session.get(Task, task_id, options=[joinedload(Task.project), joinedload(Task.assignee)])
    who = task.assignee
    return {"title": task.title, "project": task.project.name, "assignee": who.handle if who else "nobody"}
