# exercise: comprehension
# finds: few-queries N1-LAZY
# says: lazy loads of Task.subtasks
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def as_dictionary(task: Task) -> dict:
    return {
        "title": task.title,
        "assignee": task.assignee.handle if task.assignee else None,
        "parts": [part.title for part in sorted(task.subtasks, key=lambda part: part.id)],  # <-
    }


def as_dictionaries(session: Session) -> list[dict]:
    statement = select(Task).where(Task.parent_task_id.is_(None)).options(joinedload(Task.assignee)).order_by(Task.id)
    return [as_dictionary(task) for task in session.exec(statement).unique()]
