from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task


def describe(task: Task) -> str:
    if task.assignee is None:
        return f"{task.title}: nobody"
    return f"{task.title}: {task.assignee.handle}"


def task_lines(session: Session) -> list[str]:
    tasks = session.exec(select(Task).order_by(Task.id).options(selectinload(Task.assignee))).unique().all()
    return [describe(task) for task in tasks]
