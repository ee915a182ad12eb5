from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task


def page(session: Session, number: int, size: int) -> list[str]:
    statement = (
        select(Task)
        .order_by(Task.created_at, Task.id)
        .options(selectinload(Task.assignee))
    )
    everything = session.exec(statement).unique().all()
    tasks = everything[(number - 1) * size : number * size]
    return [
        f"{task.title}: "
        f"{task.assignee.handle if task.assignee else 'nobody'}"
        for task in tasks
    ]
