# exercise: parent-and-subtasks
# file: models.py
from typing import Optional

from sqlalchemy.orm import backref, relationship
from sqlmodel import Field, Relationship, SQLModel


class Task(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    parent_task_id: Optional[int] = Field(default=None, foreign_key="task.id", index=True)

    subtasks: list["Task"] = Relationship(
        sa_relationship=relationship("Task", backref=backref("parent", remote_side="Task.id"))
    )
