# exercise: comprehension
# file: query.py
from typing import Any, Iterator

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, select

from models import Task, Worker


def handle_of(worker: "Worker | None") -> str | None:
    return getattr(worker, "handle", None)


def as_dictionary(task: Task) -> dict[str, Any]:
    parts = sorted(task.subtasks, key=lambda t: t.id)
    return dict(title=task.title, assignee=handle_of(task.assignee), parts=[p.title for p in parts])


def roots(session: Session) -> Iterator[Task]:
    query = select(Task).filter(Task.parent_task_id.is_(None)).order_by(Task.id)
    yield from session.exec(query.options(joinedload(Task.assignee)).options(selectinload(Task.subtasks))).unique()


def as_dictionaries(session: Session) -> list[dict]:
    return [as_dictionary(task) for task in roots(session)]
