# exercise: latent-n-plus-1
# file: query.py
from sqlmodel import Session, func, select

from models import Task, Worker


def handles(session: Session) -> list[str]:
    print(session.exec(select(func.count(Worker.id))).one(), "workers")
    pairs = session.exec(select(Task, Worker).join(Worker, Task.assignee_id == Worker.id).order_by(Task.id)).all()
    return [f"{task.title}: {worker.handle}" for task, worker in pairs]
