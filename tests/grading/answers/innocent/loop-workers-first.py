# exercise: mend-the-loop
# file: query.py
from sqlalchemy.orm import joinedload, selectinload, subqueryload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session):
    workers = session.exec(select(Worker)).all()
    names = {worker.id: worker.handle for worker in workers}
    return [f'{t.title}: {names.get(t.assignee_id, "nobody")}' for t in session.exec(select(Task).order_by(Task.id)).all()]
