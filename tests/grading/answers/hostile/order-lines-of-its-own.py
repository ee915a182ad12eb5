# exercise: put-the-query-together
# tried: to sneak a line of its own in among the given ones
# stopped: OTHER-LINE
# file: query.py
from sqlmodel import select

from models import Task


async def newest_tasks(session, project_id):
    return [line async for line in session.nothing]
