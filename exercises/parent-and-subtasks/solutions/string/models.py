from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Task(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    parent_task_id: Optional[int] = Field(
        default=None, foreign_key="task.id", index=True
    )

    parent: Optional["Task"] = Relationship(
        back_populates="subtasks",
        sa_relationship_kwargs={"remote_side": "Task.id"},
    )
    subtasks: list["Task"] = Relationship(back_populates="parent")
