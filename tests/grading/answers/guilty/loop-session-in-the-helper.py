# exercise: mend-the-loop
# finds: few-queries N1-QUERY
# file: query.py
from sqlmodel import Session, select

from models import Task, Worker


def handle_of(session: Session, task: Task) -> str:
    with Session(session.get_bind()) as own:
        worker = own.get(Worker, task.assignee_id) if task.assignee_id else None  # <-
        return worker.handle if worker else "nobody"


def task_lines(session: Session) -> list[str]:
    return [f"{task.title}: {handle_of(session, task)}" for task in session.exec(select(Task).order_by(Task.id)).all()]
