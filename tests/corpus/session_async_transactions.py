"""async_sessionmaker, begin() and begin_nested() in all their forms, streams."""
import asyncio
from typing import List, Optional
from sqlalchemy import inspect, text, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Relationship, SQLModel, select
from sqlalchemy.ext.asyncio import AsyncAttrs, async_sessionmaker, create_async_engine, async_object_session
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


Maker = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)


async def main():
    await create()
    async with Maker() as s:
        async with s.begin():
            s.add(Worker(name='a'))
            s.add(Worker(name='b'))
            print(s.in_transaction(), s.is_active, s.new)
        w = (await s.exec(select(Worker))).first()
        print(w.name, async_object_session(w) is s)
        async def q(n):
            return [x.name for x in (await s.exec(select(Worker).where(Worker.name == n))).all()]
        print(await asyncio.gather(q('a'), q('b'), return_exceptions=True))
    async with Maker.begin() as s:
        s.add(Worker(name='c'))
    try:
        async with Maker.begin() as s:
            s.add(Worker(name='c'))
    except IntegrityError as e:
        print('IE', e.orig, type(e.orig))
    async with Maker() as s:
        try:
            async with s.begin_nested() as sp:
                print(type(sp).__name__, sp.is_active)
                s.add(Worker(name='c'))
        except IntegrityError:
            print('nested')
            print(s.in_transaction())
        print(len((await s.exec(select(Worker))).all()))
        sp = await s.begin_nested()
        s.add(Worker(name='d'))
        await s.flush()
        await sp.rollback()
        print(len((await s.exec(select(Worker))).all()))
        await aattempt(s.begin())
        await s.rollback()
        t = await s.begin()
        print(type(t).__name__)
        await t.commit()
        await aattempt(t.commit())
    async with Maker() as s:
        r = await s.stream(select(Worker).order_by(Worker.id))
        async for row in r:
            print(row[0].name)
        r = await s.stream_scalars(select(Worker))
        print(len(await r.all()))
        print(await s.scalar(select(func.count()).select_from(Worker)))
        c = await s.connection()
        print(type(c).__name__, (await c.execute(text('select 1'))).scalar())
        await s.invalidate()
        await s.close()
        await s.aclose() if hasattr(s, 'aclose') else None
        await s.reset()
    Maker.configure(expire_on_commit=True)
    async with Maker() as s:
        print(s.sync_session.expire_on_commit)
    await engine.dispose()


asyncio.run(main())
