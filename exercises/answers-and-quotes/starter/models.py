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
    replies: list["Comment"] = Relationship(back_populates="answers")
