# exercise: mend-the-loop
# finds: lines RAISED
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    tasks = session.exec(select(Task)).all()
    return [t.assignee.nickname for t in tasks]  # <-
