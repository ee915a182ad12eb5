# A full pool of an asynchronous engine waits: who gives a connection back wakes the next reader, and pool_timeout ends the wait.
import asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
engine = create_async_engine("sqlite+aiosqlite:///pool.db", pool_size=1, max_overflow=1, pool_timeout=0.2, poolclass=AsyncAdaptedQueuePool)
async def reader(n):
    async with engine.connect() as c:
        v = (await c.execute(text("select 1"))).scalar()
        await asyncio.sleep(0.05)
        print("reader", n, v)
async def late(n):
    await asyncio.sleep(0.01)
    try:
        async with asyncio.timeout(1):
            await reader(n)
    except Exception as e:
        print("late", type(e).__name__, e)
async def main():
    async with engine.connect(), engine.connect():
        await late(9)
    r = await asyncio.gather(*(reader(i) for i in range(4)), return_exceptions=True)
    print([type(x).__name__ for x in r])
    await engine.dispose()
asyncio.run(main())
