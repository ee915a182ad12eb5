# exercise: one-trip
# only
# check: {type: raises, class: KeyError}
# finds: raises OTHER-ERROR
# says: AttributeError at query.py:7
# file: query.py
from sqlmodel import Session

from models import Task


def task_card(session: Session, task_id: int) -> dict:
    return session.get(Task, -1).title  # <-
