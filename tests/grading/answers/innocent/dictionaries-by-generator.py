# exercise: comprehension
# check: {type: no_lazy_load}
# check: {type: eager_used}
# file: query.py
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, select

from models import Task


def as_dictionary(task: Task) -> dict:
    parts = sorted(task.subtasks, key=lambda part: part.id)
    return dict(
        title=task.title,
        assignee=getattr(task.assignee, "handle", None),
        parts=[part.title for part in parts],
    )


def as_dictionaries(session: Session) -> list[dict]:
    statement = select(Task).where(Task.parent_task_id.is_(None)).order_by(Task.id)
    statement = statement.options(joinedload(Task.assignee)).options(selectinload(Task.subtasks))
    return list(map(as_dictionary, session.exec(statement).unique().all()))
