from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task


def task_lines(session: Session) -> list[str]:
    statement = (
        select(Task).options(selectinload(Task.assignee)).order_by(Task.id)
    )
    count = len(session.exec(statement).unique().all())
    tasks = session.exec(statement).unique().all()
    assert len(tasks) == count
    return [
        f"{task.title}: "
        f"{task.assignee.handle if task.assignee else 'nobody'}"
        for task in tasks
    ]
