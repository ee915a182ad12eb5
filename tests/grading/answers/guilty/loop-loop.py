# exercise: mend-the-loop
# finds: few-queries N1-LAZY
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    out = []
    for t in session.exec(select(Task).order_by(Task.id)).all():
        out.append(f"{t.title}: {t.assignee.handle if t.assignee else 'nobody'}")  # <-
    return out
