from typing import Optional
from sqlalchemy import *
from sqlmodel import SQLModel, Field, Session, create_engine
class A(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
class B(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    a_id: Optional[int] = Field(default=None, foreign_key="a.id")
    name: str
print(select(A).where(tuple_(A.id, A.name).in_(select(B.a_id, B.name))))
print(select(A).where(tuple_(A.id, A.id).in_(select(A.id, B.id).join(B))))
print(select(A, select(func.max(B.id)).where(B.a_id == A.id).scalar_subquery().label("m")))
print(select(A.id, B.id, A.name, B.name))
print(select(A).where(A.id == select(B.a_id).limit(1).scalar_subquery()))
print(select(A).where(exists().where(B.a_id == A.id)))
print(select(A).where(select(A.id, B.id).where(B.a_id == A.id).exists()))
print(select(A).where(A.id.in_(select(B.a_id).union(select(B.id)))))
print(select(select(A.id, B.id).join(B).subquery()))
