# exercise: one-page
# check: {type: no_lazy_load}
# check: {type: eager_used}
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def page(session: Session, number: int, size: int) -> list[str]:
    order = (Task.created_at, Task.id)
    ids = session.exec(select(Task.id).order_by(*order).limit(size).offset(size * (number - 1))).all()
    statement = select(Task).where(Task.id.in_(ids)).options(joinedload(Task.assignee)).order_by(*order)
    return [f"{t.title}: {t.assignee.handle if t.assignee else 'nobody'}" for t in session.exec(statement).unique().all()]
