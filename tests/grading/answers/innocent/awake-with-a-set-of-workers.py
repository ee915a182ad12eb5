# exercise: latent-n-plus-1
# check: {type: eager_used}
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task, Worker


def handles(session: Session) -> list[str]:
    count = len(session.exec(select(Worker.id)).all())
    print(count, "workers")
    statement = select(Task).where(Task.assignee_id.is_not(None)).options(selectinload(Task.assignee)).order_by(Task.id)
    return [task.title + ": " + task.assignee.handle for task in session.exec(statement).unique().all()]
