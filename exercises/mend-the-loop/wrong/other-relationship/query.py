from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session: Session) -> list[str]:
    session.exec(select(Worker.id).limit(1)).all()
    tasks = session.exec(select(Task).order_by(Task.id)).unique().all()
    session.exec(
        select(Worker)
        .where(Worker.id == 0)
        .options(selectinload(Worker.tasks))
    ).unique().all()
    return [
        f"{task.title}: "
        f"{task.assignee.handle if task.assignee else 'nobody'}"
        for task in tasks
    ]
