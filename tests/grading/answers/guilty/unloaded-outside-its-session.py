# exercise: one-trip
# only
# check: {type: no_detached_access}
# finds: no_detached_access DETACHED
# says: Task.project is read at query.py:9 after the session was closed
# file: query.py
from sqlmodel import Session

from models import Task


def task_card(session: Session, task_id: int) -> dict:
    with Session(session.get_bind()) as own:
        task = own.get(Task, task_id)
    return {"title": task.title, "project": task.project.name}  # <-
