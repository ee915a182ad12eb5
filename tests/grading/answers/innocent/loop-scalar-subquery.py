# exercise: mend-the-loop
# file: query.py
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session: Session) -> list[str]:
    handle = select(Worker.handle).where(Worker.id == Task.assignee_id).scalar_subquery()
    return [f"{title}: {name or 'nobody'}" for title, name in session.exec(select(Task.title, handle).order_by(Task.id))]
