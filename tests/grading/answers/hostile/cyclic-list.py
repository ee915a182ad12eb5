# exercise: mend-the-loop
# tried: to return a list that holds itself
# stopped: maximum recursion depth exceeded in __instancecheck__
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    a = []
    a.append(a)
    return a
