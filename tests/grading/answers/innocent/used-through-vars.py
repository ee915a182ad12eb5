# exercise: mend-the-loop
# check: {type: eager_used}
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task


def task_lines(session: Session) -> list[str]:
    tasks = session.exec(select(Task).options(selectinload(Task.assignee)).order_by(Task.id)).unique().all()
    lines = []
    for task in tasks:
        worker = vars(task)["assignee"]
        lines.append(f"{task.title}: {worker.handle if worker else 'nobody'}")
    return lines
