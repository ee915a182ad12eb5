# exercise: mend-the-loop
# finds: same-at-any-size GROWTH-LINEAR
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task


def task_lines(session: Session) -> list[str]:
    statement = select(Task).options(selectinload(Task.assignee)).order_by(Task.id).execution_options(yield_per=100)
    return [f"{t.title}: {t.assignee.handle if t.assignee else 'nobody'}" for t in session.exec(statement)]
