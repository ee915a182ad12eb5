# exercise: latent-n-plus-1
# finds: not-by-luck LATENT-LAZY-LOAD
# says: Task.assignee is not loaded by the query
# says: .options(selectinload(Task.assignee))
# file: query.py
from sqlmodel import Session, select

from models import Task, Worker


def handles(session: Session) -> list[str]:
    workers = {worker.id: worker for worker in session.exec(select(Worker)).all()}
    print(len(workers), "workers")
    lines = []
    for task in session.exec(select(Task).where(Task.assignee_id != None).order_by(Task.id)).all():  # noqa: E711
        lines.append(f"{task.title}: {task.assignee.handle}")  # <-
    return lines
