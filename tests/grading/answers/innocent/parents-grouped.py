# exercise: repeated-parents
# file: query.py
from sqlmodel import Session, func, select

from models import Task, Worker


def busy_workers(session: Session) -> list[str]:
    statement = select(Worker.handle, func.count(Task.id)).join(Worker.created_tasks).group_by(Worker.id).order_by(Worker.id)
    return [f"{handle}: {count}" for handle, count in session.exec(statement).all()]
