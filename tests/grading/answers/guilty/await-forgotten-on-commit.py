# exercise: forgotten-await
# finds: saved TOO-FEW
# says: exactly 1
# file: query.py
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task


async def finish(session: AsyncSession, task_id: int) -> str:
    task = await session.get(Task, task_id)
    task.title = task.title + " (done)"
    session.commit()
    return task.title
