"""How an AsyncSession ends: left generator, cancelled task, timeout, error, closed connection."""
import asyncio
from typing import List, Optional
from sqlalchemy import inspect, text
from sqlmodel import Field, Relationship, SQLModel, select
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


async def gen():
    async with AsyncSession(engine) as s:
        print('open')
        yield s
        print('end')


async def main():
    await create()
    async for s in gen():
        s.add(Worker(name='a'))
        await s.commit()
        break
    print('after')
    async def cancelled():
        async with AsyncSession(engine) as s:
            s.add(Worker(name='q'))
            await s.flush()
            await asyncio.sleep(10)
    t = asyncio.create_task(cancelled())
    await asyncio.sleep(0.1)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print('cancelled')
    async with AsyncSession(engine) as s:
        print(len((await s.exec(select(Worker))).all()))
    try:
        async with asyncio.timeout(1):
            async with AsyncSession(engine) as s:
                s.add(Worker(name='t'))
                await s.flush()
                await asyncio.sleep(5)
    except TimeoutError as e:
        print('timeout', repr(e))
    async with engine.connect() as c:
        print((await c.execute(text('select count(*) from worker'))).scalar_one())
    c = await engine.connect()
    await c.close()
    await aattempt(c.execute(text('select 1')))
    async with engine.begin() as c:
        await c.execute(text("insert into worker(name) values('z')"))
        await c.rollback()
        print(c.in_transaction())
    try:
        async with AsyncSession(engine) as s:
            s.add(Worker(name='x'))
            raise ValueError('boom')
    except ValueError as e:
        print(e)
    async with AsyncSession(engine) as s:
        print(len((await s.exec(select(Worker))).all()))
    await engine.dispose()


asyncio.run(main())
