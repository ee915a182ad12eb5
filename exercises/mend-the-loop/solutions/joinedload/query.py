from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def task_lines(session: Session) -> list[str]:
    statement = (
        select(Task).options(joinedload(Task.assignee)).order_by(Task.id)
    )
    tasks = session.exec(statement).unique().all()
    return [
        f"{task.title}: "
        f"{task.assignee.handle if task.assignee else 'nobody'}"
        for task in tasks
    ]
