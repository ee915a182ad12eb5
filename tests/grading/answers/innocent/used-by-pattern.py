# exercise: mend-the-loop
# check: {type: eager_used}
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task, Worker


def line(task: Task) -> str:
    match task:
        case Task(title=title, assignee=Worker(handle=handle)):
            return f"{title}: {handle}"
        case Task(title=title):
            return f"{title}: nobody"


def task_lines(session: Session) -> list[str]:
    return [line(task) for task in session.exec(select(Task).options(joinedload(Task.assignee)).order_by(Task.id)).unique()]
