# exercise: waiting-room
# tried: to start tasks without end
# stopped: LIMIT
# file: query.py
import asyncio


async def grow():
    await asyncio.gather(grow(), grow())


async def waiting_room(session):
    await grow()
