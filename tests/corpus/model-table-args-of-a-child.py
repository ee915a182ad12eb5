# Mixins give their columns first; __table_args__, sa_column_args and ondelete write constraints.
from datetime import datetime
from typing import Optional

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, func, text
from sqlmodel import Column, Field, Integer, Session, SQLModel, create_engine, select


class Stamped(SQLModel):
    created: datetime = Field(
        default_factory=lambda: datetime(2024, 1, 1), sa_column_kwargs={"server_default": func.now()}
    )


class SoftDeleted(SQLModel):
    deleted: bool = Field(default=False, index=True)


class Doc(Stamped, SoftDeleted, table=True):
    __tablename__ = "docs"
    __table_args__ = (
        UniqueConstraint("a", "b", name="uq_ab"),
        CheckConstraint("a > 0", name="ck_a"),
        Index("ix_ab", "a", "b"),
        {"sqlite_autoincrement": True},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    a: int
    b: str = Field(default="x", sa_column_args=[CheckConstraint("length(b) > 0")])


class Child(SQLModel, table=True):
    x: int = Field(primary_key=True)
    doc_id: int = Field(primary_key=True, foreign_key="docs.id", ondelete="CASCADE")
    other_id: Optional[int] = Field(default=None, foreign_key="docs.id", ondelete="SET NULL", unique=True)
    w: int = Field(sa_column=Column("double_u", Integer, nullable=False, server_default=text("5")))


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as session:
    session.add(Doc(a=1))
    session.commit()
    session.add(Child(x=1, doc_id=1, w=2))
    session.commit()
    print(session.exec(select(Child.w)).all())
    session.add(Doc(a=0))
    try:
        session.commit()
    except Exception as error:
        print(type(error).__name__, error.orig)
print([c.name for c in Doc.__table__.columns], Child.__table__.c.keys())
