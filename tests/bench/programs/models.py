from typing import List, Optional

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


class Project(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    tasks: List["Task"] = Relationship(back_populates="project")


class Worker(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    handle: str
    assigned_tasks: List["Task"] = Relationship(
        back_populates="assignee", sa_relationship_kwargs={"foreign_keys": "[Task.assignee_id]"}
    )
    created_tasks: List["Task"] = Relationship(
        back_populates="created_by", sa_relationship_kwargs={"foreign_keys": "[Task.created_by_id]"}
    )


class Task(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    project_id: int = Field(foreign_key="project.id", index=True)
    project: "Project" = Relationship(back_populates="tasks")
    assignee_id: Optional[int] = Field(default=None, foreign_key="worker.id", index=True)
    assignee: Optional["Worker"] = Relationship(
        back_populates="assigned_tasks", sa_relationship_kwargs={"foreign_keys": "[Task.assignee_id]"}
    )
    created_by_id: int = Field(foreign_key="worker.id", index=True)
    created_by: "Worker" = Relationship(
        back_populates="created_tasks", sa_relationship_kwargs={"foreign_keys": "[Task.created_by_id]"}
    )
    parent_task_id: Optional[int] = Field(default=None, foreign_key="task.id", index=True)
    parent: Optional["Task"] = Relationship(
        back_populates="subtasks",
        sa_relationship_kwargs={"remote_side": "Task.id", "foreign_keys": "[Task.parent_task_id]"},
    )
    subtasks: List["Task"] = Relationship(
        back_populates="parent", sa_relationship_kwargs={"foreign_keys": "[Task.parent_task_id]"}
    )
