"""The events that follow an object from transient to detached, also when a transaction is rolled back."""
from typing import List, Optional
from sqlalchemy import event, inspect
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine


def states(o):
    i = inspect(o)
    return [n for n in ('transient', 'pending', 'persistent', 'deleted', 'detached') if getattr(i, n)]


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
names = ['before_attach', 'after_attach', 'transient_to_pending', 'pending_to_transient', 'pending_to_persistent', 'persistent_to_transient', 'persistent_to_deleted', 'deleted_to_persistent', 'deleted_to_detached', 'persistent_to_detached', 'detached_to_persistent', 'loaded_as_persistent']
s = Session(engine)
for n in names:
    event.listen(s, n, (lambda n: lambda sess, o: print('  ev', n, getattr(o, '__dict__', {}).get('name')))(n))
for n in ['before_flush', 'after_flush', 'after_flush_postexec', 'after_commit', 'after_rollback', 'after_soft_rollback', 'before_commit', 'after_begin', 'after_transaction_create', 'after_transaction_end']:
    event.listen(s, n, (lambda n: lambda *a: print('  EV', n))(n))
w = Worker(name='a')
s.add(w)
print(states(w))
s.rollback()
print(states(w))
s.add(w)
s.flush()
print(states(w))
s.rollback()
print(states(w), w.id)
s.add(w)
s.commit()
print(states(w))
s.delete(w)
print(states(w), w in s.deleted)
s.flush()
print(states(w))
s.rollback()
print(states(w), w in s)
s.delete(w)
s.commit()
print(states(w))
w2 = Worker(name='b')
s.add(w2)
s.commit()
s.expunge(w2)
print(states(w2))
s.add(w2)
print(states(w2))
key = w2.id
s.expunge_all()
print(states(w2))
x = s.get(Worker, key)
print(x.name)
s.close()
print(states(x))
