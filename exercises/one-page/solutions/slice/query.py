from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task


def page(session: Session, number: int, size: int) -> list[str]:
    begin = (number - 1) * size
    statement = (
        select(Task)
        .order_by(Task.created_at, Task.id)
        .slice(begin, begin + size)
    )
    tasks = (
        session.exec(statement.options(selectinload(Task.assignee)))
        .unique()
        .all()
    )
    return [
        f"{task.title}: "
        f"{task.assignee.handle if task.assignee else 'nobody'}"
        for task in tasks
    ]
