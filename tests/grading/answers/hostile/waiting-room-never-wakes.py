# exercise: waiting-room
# tried: to wait for an event that nobody sets
# stopped: LIMIT
# file: query.py
import asyncio


async def waiting_room(session):
    await asyncio.Event().wait()
