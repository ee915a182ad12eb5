"""Every set of cascades: adding, removing, replacing, expunging and deleting."""
from typing import List, Optional
from sqlalchemy import inspect
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


def states(o):
    i = inspect(o)
    return [n for n in ('transient', 'pending', 'persistent', 'deleted', 'detached') if getattr(i, n)]


def attempt(f):
    try:
        f()
    except Exception as e:
        print(type(e).__name__)


class Worker1(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    tasks: List['Task1'] = Relationship(back_populates='worker', sa_relationship_kwargs={'cascade': 'save-update, merge'})


class Task1(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    worker_id: Optional[int] = Field(default=None, foreign_key='worker1.id')
    worker: Optional[Worker1] = Relationship(back_populates='tasks')


class Worker2(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    tasks: List['Task2'] = Relationship(back_populates='worker', sa_relationship_kwargs={'cascade': 'all'})


class Task2(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    worker_id: Optional[int] = Field(default=None, foreign_key='worker2.id')
    worker: Optional[Worker2] = Relationship(back_populates='tasks')


class Worker3(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    tasks: List['Task3'] = Relationship(back_populates='worker', sa_relationship_kwargs={'cascade': 'all, delete-orphan'})


class Task3(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    worker_id: Optional[int] = Field(default=None, foreign_key='worker3.id')
    worker: Optional[Worker3] = Relationship(back_populates='tasks')


class Worker4(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    tasks: List['Task4'] = Relationship(back_populates='worker', sa_relationship_kwargs={'cascade': 'delete'})


class Task4(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    worker_id: Optional[int] = Field(default=None, foreign_key='worker4.id')
    worker: Optional[Worker4] = Relationship(back_populates='tasks')


class Worker5(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    tasks: List['Task5'] = Relationship(back_populates='worker', sa_relationship_kwargs={'cascade': 'save-update, merge, expunge'})


class Task5(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    worker_id: Optional[int] = Field(default=None, foreign_key='worker5.id')
    worker: Optional[Worker5] = Relationship(back_populates='tasks')


class Worker6(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    tasks: List['Task6'] = Relationship(back_populates='worker', sa_relationship_kwargs={'cascade': ''})


class Task6(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    worker_id: Optional[int] = Field(default=None, foreign_key='worker6.id')
    worker: Optional[Worker6] = Relationship(back_populates='tasks')


class Worker7(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    tasks: List['Task7'] = Relationship(back_populates='worker', sa_relationship_kwargs={'cascade': 'save-update, delete-orphan, delete'})


class Task7(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    worker_id: Optional[int] = Field(default=None, foreign_key='worker7.id')
    worker: Optional[Worker7] = Relationship(back_populates='tasks')


engine = create_engine('sqlite://')
SQLModel.metadata.create_all(engine)


def try_cascades(Worker, Task):
    s = Session(engine)
    w = Worker(tasks=[Task(title='x'), Task(title='y'), Task(title='z')])
    s.add(w)
    print(Worker.__name__, [states(t) for t in w.tasks])
    s.add_all(w.tasks)
    s.commit()
    t = w.tasks[0]
    w.tasks.remove(t)
    print(states(t))
    attempt(s.flush)
    print(states(t))
    s.commit()
    print(states(t))
    k = w.tasks[-1]
    k.worker = None
    attempt(s.commit)
    print(states(k))
    w.tasks = [Task(title='n')]
    attempt(s.commit)
    print(s.exec(select(Task.id, Task.title, Task.worker_id)).all())
    t = w.tasks[0] if w.tasks else None
    s.expunge(w)
    print(states(w), t and states(t))
    s.add(w)
    print(t and states(t))
    orphan = Task(title='orphan')
    s.add(orphan)
    attempt(s.commit)
    s.rollback()
    s.delete(w)
    attempt(s.commit)
    s.rollback()
    print(s.exec(select(Task.id, Task.title, Task.worker_id)).all(), s.exec(select(Worker.id)).all())


for pair in ((Worker1, Task1), (Worker2, Task2), (Worker3, Task3), (Worker4, Task4), (Worker5, Task5), (Worker6, Task6), (Worker7, Task7)):
    try_cascades(*pair)
