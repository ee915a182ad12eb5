# exercise: mend-the-loop
# finds: few-queries N1-LAZY
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    def line(t):
        who = t.assignee  # <-
        return f"{t.title}: {who.handle if who else 'nobody'}"
    return [line(t) for t in session.exec(select(Task).order_by(Task.id)).all()]
