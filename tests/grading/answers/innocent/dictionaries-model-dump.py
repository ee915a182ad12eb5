# exercise: comprehension
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, SQLModel, select

from models import Task


class TaskOut(SQLModel):
    title: str
    assignee: str | None = None
    parts: list[str] = []


def as_dictionaries(session: Session) -> list[dict]:
    statement = (
        select(Task)
        .where(Task.parent_task_id == None)  # noqa: E711
        .options(selectinload(Task.assignee), selectinload(Task.subtasks))
        .order_by(Task.id)
    )
    out = []
    for task in session.scalars(statement).unique().all():
        parts = [part.title for part in sorted(task.subtasks, key=lambda part: part.id)]
        out.append(TaskOut(title=task.title, assignee=task.assignee.handle if task.assignee else None, parts=parts).model_dump())
    return out
