# exercise: mend-the-loop
# check: {type: unique_correct, policy: always}
# check: {type: rows_fetched, max_per_object: 1}
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import select

from models import Task


def task_lines(session):
    statement = select(Task).options(selectinload(Task.assignee)).order_by(Task.id)
    tasks = session.scalars(statement).unique().all()
    return [f"{task.title}: {task.assignee.handle if task.assignee else 'nobody'}" for task in tasks]
