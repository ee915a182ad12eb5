# exercise: test-your-skill
# file: answer.py
Here is the code. I chose `back_populates` for both pairs.

```python
from typing import List, Optional

from sqlalchemy.orm import selectinload
from sqlmodel import Field, Relationship, Session, SQLModel, select


class Worker(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    handle: str = Field(index=True, unique=True)
    tasks: List["Task"] = Relationship(back_populates="assignee")


class Task(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    assignee_id: Optional[int] = Field(default=None, foreign_key="worker.id")
    parent_task_id: Optional[int] = Field(default=None, foreign_key="task.id")
    assignee: Optional["Worker"] = Relationship(back_populates="tasks")
    parent: Optional["Task"] = Relationship(
        back_populates="subtasks", sa_relationship_kwargs=dict(remote_side="[Task.id]")
    )
    subtasks: List["Task"] = Relationship(back_populates="parent")


def tasks_with_assignee(session: Session) -> List[Task]:
    query = select(Task).options(selectinload(Task.assignee))
    return session.exec(query.order_by(Task.id)).unique().all()
```

Call it inside a session.
