from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Comment(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    text: str
    answers_id: Optional[int] = Field(
        default=None, foreign_key="comment.id", index=True
    )
    quotes_id: Optional[int] = Field(
        default=None, foreign_key="comment.id", index=True
    )

    answers: Optional["Comment"] = Relationship(
        back_populates="replies",
        sa_relationship_kwargs={"remote_side": "Comment.id"},
    )
    replies: list["Comment"] = Relationship(
        back_populates="answers",
        sa_relationship_kwargs={"foreign_keys": "[Comment.answers_id]"},
    )
    quotes: Optional["Comment"] = Relationship(
        back_populates="quoted_by",
        sa_relationship_kwargs={"remote_side": "Comment.id"},
    )
    quoted_by: list["Comment"] = Relationship(
        back_populates="quotes",
        sa_relationship_kwargs={"foreign_keys": "[Comment.quotes_id]"},
    )
