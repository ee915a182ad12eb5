# exercise: one-trip
# finds: one-statement N1-LAZY
# says: lazy load of Task.project
# says: options=[joinedload(Task.project), joinedload(Task.assignee)]
# says: to the call of get() of query.py:7
# file: query.py
from sqlmodel import Session

from models import Task


def task_card(session: Session, task_id: int) -> dict:
    task = session.get(Task, task_id)
    project = task.project.name  # <-
    return {"title": task.title, "project": project, "assignee": task.assignee.handle if task.assignee else "nobody"}
