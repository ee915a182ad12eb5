# exercise: mend-the-loop
# only
# check: {type: query_count, select: {max: 2}}
# tried: to do the work when the result is turned into data
# stopped: N1-LAZY
# file: query.py
from sqlmodel import select

from models import Task


class Later:
    def __init__(self, session):
        self.session = session

    def model_dump(self):
        tasks = self.session.exec(select(Task).order_by(Task.id)).all()
        return [f"{t.title}: {t.assignee.handle if t.assignee else 'nobody'}" for t in tasks]


def task_lines(session):
    return Later(session)
