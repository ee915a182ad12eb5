# Transactions, savepoints and streams of an AsyncConnection.
import asyncio
from typing import Optional
from sqlalchemy import text, insert, update, func
from sqlalchemy.ext.asyncio import create_async_engine, AsyncConnection
from sqlmodel import Field, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession
class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
async def attempt(label, function):
    try:
        value = function()
        if asyncio.iscoroutine(value): value = await value
        print(label, value)
    except Exception as error:
        print(label, type(error).__name__, str(error).split("\n")[0])
async def main():
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as conn:
        await conn.run_sync(SQLModel.metadata.create_all)
        await conn.execute(insert(Hero), [{"name": "a"}, {"name": "b"}, {"name": "c"}])
    async with engine.connect() as conn:
        async with conn.begin() as trans:
            await conn.execute(insert(Hero).values(name="d"))
            print(type(trans).__name__, trans.is_active, trans.is_valid, conn.in_transaction())
        print(trans.is_active, conn.in_transaction())
        trans = await conn.begin()
        await conn.execute(insert(Hero).values(name="e"))
        nested = await conn.begin_nested()
        await conn.execute(insert(Hero).values(name="f"))
        print(conn.in_nested_transaction())
        await nested.rollback()
        await trans.commit()
        await attempt("again", lambda: trans.commit())
        async with conn.begin_nested():
            await conn.execute(insert(Hero).values(name="g"))
        await conn.rollback()
        async with conn.stream(select(Hero.name).order_by(Hero.id)) as result:
            async for row in result:
                print(row.name, end=" ")
        print()
        result = await conn.stream(select(Hero.id, Hero.name))
        print(await result.fetchmany(2))
        await result.close()
        await attempt("closed", lambda: result.all())
        result = await conn.stream_scalars(select(Hero.name))
        print(await result.all())
        print(await conn.scalar(select(func.count(Hero.id))), (await conn.scalars(select(Hero.name))).first())
        try:
            async with conn.begin():
                pass
        except Exception as error:
            print(type(error).__name__, error)
    await attempt("closed conn", lambda: conn.scalar(text("select 1")))
    lazy = engine.connect()
    await attempt("not started", lambda: lazy.execute(text("select 1")))
    await lazy.start()
    print(lazy.closed, lazy.sync_engine is engine.sync_engine)
    await lazy.close()
    conn = await engine.connect()
    print(await conn.run_sync(lambda c: c.in_transaction()))
    await conn.close()
    async with engine.connect() as conn:
        async with AsyncSession(bind=conn) as session:
            session.add(Hero(name="z"))
            await session.commit()
            print((await session.exec(select(func.count(Hero.id)))).one())
        await conn.rollback()
    async with AsyncSession(engine) as session:
        async with session.begin() as t:
            session.add(Hero(name="q"))
            print(type(t).__name__, t.is_active)
        t = await session.begin()
        await t.rollback()
        result = await session.stream(select(Hero))
        print(len(await result.unique().all()))
        async with session.begin_nested() as n:
            session.add(Hero(name="r"))
        print(session.in_nested_transaction(), session.in_transaction())
        await session.commit()
        print((await session.exec(select(Hero.name))).all())
    try:
        async with AsyncSession(engine) as session, session.begin():
            session.add(Hero(name="no"))
            raise ValueError("stop")
    except ValueError as error:
        print(error)
    async with AsyncSession(engine) as session:
        print((await session.exec(select(func.count(Hero.id)).where(Hero.name == "no"))).one())
        await attempt("sync with", lambda: session.__enter__())
    await engine.dispose()
asyncio.run(main())
