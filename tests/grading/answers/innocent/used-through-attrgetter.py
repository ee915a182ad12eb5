# exercise: mend-the-loop
# check: {type: eager_used}
# file: query.py
from operator import attrgetter

from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task

handle = attrgetter("assignee.handle")


def task_lines(session: Session) -> list[str]:
    tasks = session.exec(select(Task).options(selectinload(Task.assignee)).order_by(Task.id)).unique().all()
    return [f"{task.title}: {handle(task) if task.assignee_id else 'nobody'}" for task in tasks]
