# exercise: loaded-for-nothing
# finds: few-rows ROW-EXPLOSION
# says: 25 rows for 21 objects
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def titles(session: Session) -> list[str]:
    statement = select(Task).where(Task.deleted_at == None).order_by(Task.created_at, Task.id)  # noqa: E711
    statement = statement.options(joinedload(Task.project), joinedload(Task.subtasks))
    return [f"{task.title} ({task.project.name})" for task in session.exec(statement).unique()]  # <-
