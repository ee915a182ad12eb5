# exercise: parent-and-subtasks
# file: models.py
from sqlmodel import Field, Relationship, SQLModel


class Task(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str
    parent_task_id: int | None = Field(default=None, foreign_key="task.id", index=True)

    subtasks: list["Task"] = Relationship(
        back_populates="parent",
        sa_relationship_kwargs={"primaryjoin": "Task.id == foreign(Task.parent_task_id)"},
    )
    parent: "Task" = Relationship(
        back_populates="subtasks",
        sa_relationship_kwargs={"primaryjoin": "foreign(Task.parent_task_id) == remote(Task.id)"},
    )
