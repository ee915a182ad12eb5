"""Which reads raise MissingGreenlet in an AsyncSession, and the ways around: awaitable_attrs, refresh, run_sync."""
import asyncio
from typing import List, Optional
from sqlalchemy import inspect
from sqlmodel import Field, Relationship, SQLModel, select


def attempt(f, *a, **k):
    try:
        return f(*a, **k)
    except Exception as e:
        print(type(e).__name__, '|', str(e).split('\n')[0].split(' at 0x')[0])


from sqlalchemy.ext.asyncio import AsyncAttrs, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession


class Worker(AsyncAttrs, SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    tasks: List['Task'] = Relationship(back_populates='worker')


class Task(AsyncAttrs, SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    worker_id: Optional[int] = Field(default=None, foreign_key='worker.id')
    worker: Optional[Worker] = Relationship(back_populates='tasks')


engine = create_async_engine('sqlite+aiosqlite://')


async def create():
    async with engine.begin() as c:
        await c.run_sync(SQLModel.metadata.create_all)


async def aattempt(c):
    try:
        return await c
    except Exception as e:
        print(type(e).__name__, '|', str(e).split('\n')[0].split(' at 0x')[0])


async def main():
    await create()
    async with AsyncSession(engine) as s:
        s.add(Worker(name='a', tasks=[Task(title='x'), Task(title='y')]))
        await s.commit()
    async with AsyncSession(engine) as s:
        w = await s.get(Worker, 1)
        attempt(lambda: w.tasks)
        attempt(lambda: len(w.tasks))
        attempt(lambda: repr(w))
        attempt(lambda: [t for t in w.tasks])
        ts = await w.awaitable_attrs.tasks
        print(len(ts), len(w.tasks))
        print(await w.awaitable_attrs.name)
        await aattempt(w.awaitable_attrs.nope) if hasattr(w.awaitable_attrs, 'nope') else print('no nope')
        await s.commit()
        attempt(lambda: w.name)
        print(await w.awaitable_attrs.name)
        await s.refresh(w, ['tasks'])
        print(len(w.tasks))
        await s.commit()
        print(await s.run_sync(lambda ss: [t.title for t in ss.get(Worker, 1).tasks]))
        t = await s.get(Task, 1)
        attempt(lambda: t.worker.name)
        t.worker = None
        await s.commit()
        attempt(lambda: t.worker)
        n = Task(title='n')
        print(n.worker)
        s.add(n)
        print(n.worker)
        await s.flush()
        attempt(lambda: n.worker)
        attempt(lambda: print(n.worker_id))
        await s.delete(w)
        await s.flush()
        await s.rollback()
        attempt(lambda: w.name)
        attempt(lambda: s.sync_session.exec(select(Worker)).all())
        attempt(lambda: s.sync_session.flush())
        s.add(Worker(name='zz'))
        attempt(lambda: s.sync_session.flush())
        attempt(lambda: s.sync_session.commit())
    attempt(lambda: w.name)
    await aattempt(w.awaitable_attrs.name)
    await engine.dispose()


asyncio.run(main())
