from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task


def task_card(session: Session, task_id: int) -> dict:
    statement = (
        select(Task)
        .where(Task.id == task_id)
        .options(selectinload(Task.project), selectinload(Task.assignee))
    )
    task = session.exec(statement).one()
    return {
        "title": task.title,
        "project": task.project.name,
        "assignee": task.assignee.handle if task.assignee else "nobody",
    }
