from sqlmodel import Session, select

from models import Task


def task_lines(session: Session) -> list[str]:
    tasks = session.exec(select(Task).order_by(Task.id)).all()
    return [
        f"{task.title}: "
        f"{task.assignee.handle if task.assignee else 'nobody'}"
        for task in tasks
    ]
