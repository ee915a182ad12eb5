# exercise: mend-the-loop
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    return [f"{t.title}: {t.assignee.handle if t.assignee else 'nobody'}" for t in session.exec(select(Task).options(selectinload(Task.assignee)).order_by(Task.id)).unique().all()]
