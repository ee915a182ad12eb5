"""Two tables that point at each other: post_update breaks the circle."""
from typing import List, Optional
from sqlalchemy import inspect
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


class A(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = ''
    fav_id: Optional[int] = Field(default=None, foreign_key='b.id')
    fav: Optional['B'] = Relationship(sa_relationship_kwargs={'foreign_keys': 'A.fav_id', 'post_update': True})
    bs: List['B'] = Relationship(back_populates='a', sa_relationship_kwargs={'foreign_keys': 'B.a_id'})


class B(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    a_id: Optional[int] = Field(default=None, foreign_key='a.id')
    a: Optional[A] = Relationship(back_populates='bs', sa_relationship_kwargs={'foreign_keys': 'B.a_id'})


engine = create_engine('sqlite://')
SQLModel.metadata.create_all(engine)
with Session(engine) as s:
    a = A()
    b = B()
    a.bs = [b, B()]
    a.fav = b
    s.add(a)
    s.commit()
    print(a.fav.id, len(a.bs))
    a.fav = a.bs[1]
    s.commit()
    a.fav = None
    s.commit()
    a.fav = b
    s.commit()
    s.delete(b)
    s.commit()
    print(a.fav_id, a.fav)
    a.fav = a.bs[0]
    s.flush()
    s.delete(a)
    s.commit()
    print(s.exec(select(B)).all())
