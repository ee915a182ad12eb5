# exercise: mend-the-loop
# tried: to overflow the stack by recursion
# stopped: maximum recursion depth exceeded
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    def f(): return f()
    return f()
