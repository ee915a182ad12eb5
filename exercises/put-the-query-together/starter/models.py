from datetime import datetime
from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Project(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    tasks: list["Task"] = Relationship(back_populates="project")
    notes: list["Note"] = Relationship(back_populates="project")


class Note(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    text: str
    project_id: int = Field(foreign_key="project.id", index=True)

    project: Project = Relationship(back_populates="notes")


class Worker(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    handle: str

    assigned_tasks: list["Task"] = Relationship(
        back_populates="assignee",
        sa_relationship_kwargs={"foreign_keys": "[Task.assignee_id]"},
    )
    created_tasks: list["Task"] = Relationship(
        back_populates="created_by",
        sa_relationship_kwargs={"foreign_keys": "[Task.created_by_id]"},
    )


class Task(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    created_at: datetime
    deleted_at: Optional[datetime] = None
    project_id: int = Field(foreign_key="project.id", index=True)
    assignee_id: Optional[int] = Field(
        default=None, foreign_key="worker.id", index=True
    )
    created_by_id: int = Field(foreign_key="worker.id", index=True)
    parent_task_id: Optional[int] = Field(
        default=None, foreign_key="task.id", index=True
    )

    project: Project = Relationship(back_populates="tasks")
    assignee: Optional[Worker] = Relationship(
        back_populates="assigned_tasks",
        sa_relationship_kwargs={"foreign_keys": "[Task.assignee_id]"},
    )
    created_by: Worker = Relationship(
        back_populates="created_tasks",
        sa_relationship_kwargs={"foreign_keys": "[Task.created_by_id]"},
    )
    parent: Optional["Task"] = Relationship(
        back_populates="subtasks",
        sa_relationship_kwargs={"remote_side": "Task.id"},
    )
    subtasks: list["Task"] = Relationship(back_populates="parent")
