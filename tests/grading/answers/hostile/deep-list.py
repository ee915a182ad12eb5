# exercise: mend-the-loop
# tried: to overflow the stack by a deep result
# stopped: maximum recursion depth exceeded in __instancecheck__
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    a = []
    for _ in range(100000): a = [a]
    return a
