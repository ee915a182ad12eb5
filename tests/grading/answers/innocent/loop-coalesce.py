# exercise: mend-the-loop
# file: query.py
from sqlmodel import Session, func, select

from models import Task, Worker


def task_lines(session: Session) -> list[str]:
    line = Task.title + ": " + func.coalesce(Worker.handle, "nobody")
    return list(session.exec(select(line).outerjoin_from(Task, Worker).order_by(Task.id)).all())
