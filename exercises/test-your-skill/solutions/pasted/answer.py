Here is the module:

```python
from typing import Optional

from sqlalchemy.orm import selectinload
from sqlmodel import Field, Relationship, Session, SQLModel, select


class Worker(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    handle: str
    tasks: list["Task"] = Relationship(back_populates="assignee")


class Task(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    assignee_id: Optional[int] = Field(
        default=None, foreign_key="worker.id"
    )
    parent_task_id: Optional[int] = Field(
        default=None, foreign_key="task.id"
    )
    assignee: Optional[Worker] = Relationship(back_populates="tasks")
    parent: Optional["Task"] = Relationship(
        back_populates="subtasks",
        sa_relationship_kwargs={"remote_side": "Task.id"},
    )
    subtasks: list["Task"] = Relationship(back_populates="parent")


def tasks_with_assignee(session: Session) -> list[Task]:
    statement = (
        select(Task).options(selectinload(Task.assignee)).order_by(Task.id)
    )
    return session.exec(statement).unique().all()
```

`remote_side` tells SQLAlchemy which end is the parent.
