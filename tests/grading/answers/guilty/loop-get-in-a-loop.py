# exercise: mend-the-loop
# finds: few-queries N1-QUERY
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    out = []
    for t in session.exec(select(Task).order_by(Task.id)).all():
        who = session.get(Worker, t.assignee_id) if t.assignee_id else None  # <-
        out.append(f"{t.title}: {who.handle if who else 'nobody'}")
    return out
