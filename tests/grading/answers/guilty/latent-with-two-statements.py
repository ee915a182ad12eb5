# exercise: latent-n-plus-1
# finds: not-by-luck LATENT-LAZY-LOAD
# says: Task.assignee
# file: query.py
from sqlmodel import Session, select

from models import Task, Worker


def handles(session: Session) -> list[str]:
    tasks = session.exec(select(Task).where(Task.assignee_id.is_not(None)).order_by(Task.id)).all()
    workers = session.exec(select(Worker).where(Worker.id.in_({task.assignee_id for task in tasks}))).all()
    print(len(workers), "workers")
    return [f"{task.title}: {task.assignee.handle}" for task in tasks]  # <-
