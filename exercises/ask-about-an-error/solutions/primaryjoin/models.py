from sqlmodel import Field, Relationship, SQLModel


class Worker(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    handle: str
    reviews: list["Task"] = Relationship(
        back_populates="reviewer",
        sa_relationship_kwargs=dict(
            primaryjoin="Task.reviewer_id == Worker.id"
        ),
    )
    written: list["Task"] = Relationship(
        back_populates="author",
        sa_relationship_kwargs=dict(
            primaryjoin="Task.author_id == Worker.id"
        ),
    )


class Task(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str
    author_id: int = Field(foreign_key="worker.id")
    reviewer_id: int | None = Field(default=None, foreign_key="worker.id")
    reviewer: Worker | None = Relationship(
        back_populates="reviews",
        sa_relationship_kwargs=dict(
            primaryjoin="Task.reviewer_id == Worker.id"
        ),
    )
    author: Worker = Relationship(
        back_populates="written",
        sa_relationship_kwargs=dict(
            primaryjoin="Task.author_id == Worker.id"
        ),
    )
