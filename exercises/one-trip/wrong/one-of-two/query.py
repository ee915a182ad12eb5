from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def task_card(session: Session, task_id: int) -> dict:
    statement = (
        select(Task)
        .where(Task.id == task_id)
        .options(joinedload(Task.project))
    )
    task = session.exec(statement).one()
    return {
        "title": task.title,
        "project": task.project.name,
        "assignee": task.assignee.handle if task.assignee else "nobody",
    }
