# exercise: repeated-parents
# check: {type: no_lazy_load}
# file: query.py
from sqlmodel import Session, func, select

from models import Task, Worker


def busy_workers(session: Session) -> list[str]:
    statement = (
        select(Worker.handle, func.count(Task.id))
        .join(Task, Task.created_by_id == Worker.id)
        .group_by(Worker.id)
        .order_by(Worker.id)
    )
    return [f"{handle}: {number}" for handle, number in session.exec(statement).all()]
