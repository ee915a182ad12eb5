# exercise: one-page
# check: {type: no_latent_lazy_load}
# file: query.py
from sqlmodel import Session, select

from models import Task, Worker


def page(session: Session, number: int, size: int) -> list[str]:
    first = (number - 1) * size
    rows = session.exec(
        select(Task.title, Worker.handle)
        .outerjoin(Task.assignee)
        .order_by(Task.created_at, Task.id)
        .slice(first, first + size)
    ).all()
    return [f"{title}: {handle}" if handle else f"{title}: nobody" for title, handle in rows]
