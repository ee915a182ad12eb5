"""What a session refuses after a failed flush, and with which words."""
from typing import List, Optional
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError, PendingRollbackError
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


def attempt(f, *a, **k):
    try:
        return f(*a, **k)
    except Exception as e:
        print(type(e).__name__, '|', str(e).split('\n')[0].split(' at 0x')[0])


class Worker(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    tasks: List['Task'] = Relationship(back_populates='worker')


class Task(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    worker_id: Optional[int] = Field(default=None, foreign_key='worker.id')
    worker: Optional[Worker] = Relationship(back_populates='tasks')


engine = create_engine('sqlite://')
SQLModel.metadata.create_all(engine)
s = Session(engine)
s.add(Worker(name='a'))
s.commit()
s.add(Worker(name='a'))
attempt(s.flush)
print(s.is_active, s.in_transaction())
for f in (lambda: s.exec(select(Worker)).all(), s.commit, s.flush, lambda: s.get(Worker, 1), s.begin, lambda: s.begin_nested(), lambda: s.add(Worker(name='q')), lambda: s.connection()):
    attempt(f)
s.rollback()
print(s.exec(select(Worker)).all())
s.add(Worker(name='a'))
try:
    s.commit()
except IntegrityError as e:
    print(str(e))
    print(repr(e.orig), e.code, e.connection_invalidated)
try:
    s.commit()
except PendingRollbackError as e:
    print(str(e), e.code)
s.close()
print(s.is_active)
with Session(engine) as t:
    t.add(Worker(name=None))
    attempt(t.commit)
    t.rollback()
    with t.no_autoflush:
        t.add(Worker(name='a'))
        print(len(t.exec(select(Worker)).all()))
    try:
        t.exec(select(Worker)).all()
    except IntegrityError as e:
        print(str(e))
