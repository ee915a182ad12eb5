# exercise: loaded-for-nothing
# finds: few-statements TOO-MANY
# says: selectinload(Task.subtasks)
# says: nothing reads what it loads
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task


def titles(session: Session) -> list[str]:
    statement = select(Task).where(Task.deleted_at.is_(None)).order_by(Task.created_at, Task.id)
    statement = statement.options(selectinload(Task.project), selectinload(Task.subtasks))
    return [f"{task.title} ({task.project.name})" for task in session.exec(statement).unique().all()]  # <-
