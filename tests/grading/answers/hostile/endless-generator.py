# exercise: mend-the-loop
# tried: to return a generator without an end
# stopped: The answer was stopped
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    return (n for n in iter(int, 1))
