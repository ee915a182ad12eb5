# exercise: repeated-parents
# file: query.py
from collections import Counter

from sqlmodel import Session, select

from models import Task, Worker


def busy_workers(session: Session) -> list[str]:
    counts = Counter(session.exec(select(Task.created_by_id)).all())
    workers = session.exec(select(Worker).where(Worker.id.in_(counts)).order_by(Worker.id))
    return [f"{worker.handle}: {counts[worker.id]}" for worker in workers]
