# exercise: mend-the-loop
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    statement = select(Task)
    statement = statement.options(selectinload(Task.assignee))
    statement = statement.order_by(Task.id)
    return [f"{t.title}: {t.assignee.handle if t.assignee else 'nobody'}" for t in session.exec(statement).unique().all()]
