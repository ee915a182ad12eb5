from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Project(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str


class Worker(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    handle: str


class Membership(SQLModel, table=True):
    project_id: Optional[int] = Field(
        default=None, foreign_key="project.id", primary_key=True
    )
    worker_id: Optional[int] = Field(
        default=None, foreign_key="worker.id", primary_key=True
    )
