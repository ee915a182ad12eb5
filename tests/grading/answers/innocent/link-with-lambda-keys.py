# exercise: a-link-with-a-role
# file: models.py
from typing import List, Optional

from sqlmodel import Field, Relationship, SQLModel


class Membership(SQLModel, table=True):
    project_id: int = Field(foreign_key="project.id", primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", primary_key=True)
    role: str = Field(default="helper", max_length=20)

    project: "Project" = Relationship(back_populates="memberships")
    worker: "Worker" = Relationship(back_populates="memberships")


class Project(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    memberships: List[Membership] = Relationship(back_populates="project")


class Worker(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    handle: str
    memberships: List[Membership] = Relationship(back_populates="worker")
