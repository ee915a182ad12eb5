from sqlalchemy.orm import contains_eager
from sqlmodel import Session, select

from models import Task


def task_card(session: Session, task_id: int) -> dict:
    statement = (
        select(Task)
        .where(Task.id == task_id)
        .join(Task.project)
        .join(Task.assignee, isouter=True)
        .options(
            contains_eager(Task.project), contains_eager(Task.assignee)
        )
    )
    task = session.exec(statement).one()
    return {
        "title": task.title,
        "project": task.project.name,
        "assignee": task.assignee.handle if task.assignee else "nobody",
    }
