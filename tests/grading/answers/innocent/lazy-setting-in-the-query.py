# exercise: mend-the-loop
# check: {type: eager_used}
# check: {type: no_latent_lazy_load}
# file: query.py
from sqlalchemy.orm import defaultload, raiseload, selectinload
from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session: Session) -> list[str]:
    statement = select(Task).options(selectinload(Task.assignee), defaultload(Task.assignee).raiseload(Worker.tasks), raiseload("*"))
    return [
        f"{task.title}: {task.assignee.handle if task.assignee else 'nobody'}"
        for task in session.exec(statement.order_by(Task.id)).unique()
    ]
