"""Savepoints: rolled back, nested, left by an error, released; and what they do to objects."""
from typing import List, Optional
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


def states(o):
    i = inspect(o)
    return [n for n in ('transient', 'pending', 'persistent', 'deleted', 'detached') if getattr(i, n)]


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
w = Worker(name='a')
s.add(w)
s.commit()
sp = s.begin_nested()
print(sp.is_active, s.in_nested_transaction(), s.get_nested_transaction() is sp, s.in_transaction())
w.name = 'b'
s.add(Worker(name='c'))
s.flush()
n = s.exec(select(Worker).where(Worker.name == 'c')).one()
sp.rollback()
print(states(n), w.name, sp.is_active)
with s.begin_nested():
    w.name = 'z'
    try:
        with s.begin_nested() as inner:
            s.add(Worker(name='a'))
            s.flush()
            s.add(Worker(name='a'))
    except IntegrityError as e:
        print('IE', e.orig, e.statement, e.params)
    print(s.is_active, w.name)
print(w.name)
s.commit()
print([x.name for x in s.exec(select(Worker)).all()])
sp = s.begin_nested()
s.delete(w)
sp.commit()
print(states(w))
s.rollback()
print(states(w))
a = s.begin_nested()
b = s.begin_nested()
attempt(a.rollback)
print(b.is_active)
attempt(b.commit)
attempt(a.commit)
s.close()
