# exercise: mend-the-loop
# tried: to send statements without an end
# stopped: The answer was stopped
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    while True: session.exec(select(Task.id).limit(1)).all()
