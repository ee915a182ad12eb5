# exercise: loaded-for-nothing
# finds: few-statements TOO-MANY
# says: nothing reads what it loads
# file: query.py
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, select

from models import Task


def titles(session: Session) -> list[str]:
    statement = select(Task).where(Task.deleted_at == None).order_by(Task.created_at, Task.id)  # noqa: E711
    statement = statement.options(joinedload(Task.project), selectinload(Task.subtasks).selectinload(Task.assignee))
    return [f"{task.title} ({task.project.name})" for task in session.exec(statement).unique()]  # <-
