# exercise: repeated-parents
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Worker


def busy_workers(session: Session) -> list[str]:
    statement = select(Worker).options(joinedload(Worker.created_tasks, innerjoin=True)).order_by(Worker.id)
    return [f"{w.handle}: {len(w.created_tasks)}" for w in session.exec(statement).unique().all() if w.created_tasks]
