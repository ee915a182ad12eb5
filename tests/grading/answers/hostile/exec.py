# exercise: mend-the-loop
# tried: to run text
# stopped: not supported here: exec(), eval() and compile()
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    exec('x = 1')
    return x
