# exercise: repeated-parents
# finds: statements N1-LAZY
# says: lazy loads of Worker.created_tasks
# file: query.py
from sqlmodel import Session, select

from models import Worker


def busy_workers(session: Session) -> list[str]:
    lines = []
    for worker in session.exec(select(Worker).where(Worker.created_tasks.any()).order_by(Worker.id)):
        number = len(worker.created_tasks)  # <-
        lines.append(f"{worker.handle}: {number}")
    return lines
