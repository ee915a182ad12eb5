# exercise: mend-the-loop
# tried: to compute a number without an end
# stopped: RAISED
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    return 10 ** 10 ** 8
