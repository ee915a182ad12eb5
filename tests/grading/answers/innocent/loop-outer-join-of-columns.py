# exercise: mend-the-loop
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    return [f'{title}: {handle or "nobody"}' for title, handle in session.exec(select(Task.title, Worker.handle).join(Worker, isouter=True).order_by(Task.id)).all()]
