# exercise: loaded-for-nothing
# check: {type: eager_used}
# file: query.py
from sqlalchemy.orm import contains_eager
from sqlmodel import Session, select

from models import Task


def titles(session: Session) -> list[str]:
    statement = (
        select(Task)
        .join(Task.project)
        .where(Task.deleted_at.is_(None))
        .order_by(Task.created_at, Task.id)
        .options(contains_eager(Task.project))
    )
    return [f"{task.title} ({task.project.name})" for task in session.exec(statement).all()]
