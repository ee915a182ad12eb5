from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def task_lines(session: Session) -> list[str]:
    tasks = session.exec(select(Task).options(joinedload(Task.assignee)).order_by(Task.id)).all()
    return [f"{task.title}: {task.assignee.handle if task.assignee else 'nobody'}" for task in tasks]
