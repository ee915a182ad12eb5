from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Worker(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    handle: str

    tasks: list["Task"] = Relationship(back_populates="assignee")


class Task(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    assignee_id: Optional[int] = Field(
        default=None, foreign_key="worker.id", index=True
    )

    assignee: Optional[Worker] = Relationship(back_populates="tasks")
