# exercise: mend-the-loop
# file: query.py
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session: Session) -> list[str]:
    rows = session.exec(select(Task, Worker).join(Worker, isouter=True).order_by(Task.id))
    return [f"{task.title}: {worker.handle if worker is not None else 'nobody'}" for task, worker in rows]
