# exercise: loaded-for-nothing
# finds: few-rows ROW-EXPLOSION
# says: rows for
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def titles(session: Session) -> list[str]:
    statement = select(Task).where(Task.deleted_at.is_(None)).order_by(Task.created_at, Task.id)
    statement = statement.options(joinedload(Task.project), joinedload(Task.subtasks))
    return [f"{task.title} ({task.project.name})" for task in session.exec(statement).unique().all()]  # <-
