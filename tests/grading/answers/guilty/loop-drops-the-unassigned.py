# exercise: mend-the-loop
# finds: lines RESULT-DIFFERS
# says: and should have
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def task_lines(session: Session) -> list[str]:
    statement = select(Task).options(joinedload(Task.assignee, innerjoin=True)).order_by(Task.id)
    return [f"{task.title}: {task.assignee.handle}" for task in session.exec(statement).unique()]
