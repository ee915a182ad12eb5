# exercise: forgotten-await
# file: query.py
from sqlmodel import update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task


async def finish(session: AsyncSession, task_id: int) -> str:
    statement = update(Task).where(Task.id == task_id).values(title=Task.title + " (done)").returning(Task.title)
    title = (await session.exec(statement)).scalar_one()
    await session.commit()
    return title
