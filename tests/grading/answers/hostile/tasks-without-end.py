# exercise: waiting-room
# tried: to start tasks that start tasks
# stopped: stopped
# file: query.py
import asyncio


async def again():
    asyncio.create_task(again())
    asyncio.create_task(again())
    await asyncio.sleep(0)


async def waiting_room(session):
    await asyncio.gather(*[again() for _ in range(1000)])
    while True:
        await asyncio.sleep(0)
