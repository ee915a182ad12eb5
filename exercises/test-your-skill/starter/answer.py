# Paste the generated code over this: the models Worker and Task,
# and the function tasks_with_assignee(session).
from typing import Optional

from sqlmodel import Field, Session, SQLModel, select


class Worker(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    handle: str


class Task(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str


def tasks_with_assignee(session: Session) -> list[Task]:
    return session.exec(select(Task).order_by(Task.id)).all()
