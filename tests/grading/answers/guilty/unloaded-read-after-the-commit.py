# exercise: unloaded-relationship
# finds: awaited MISSING-GREENLET
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task


async def who_does_what(session: AsyncSession, project_id: int) -> list[str]:
    statement = select(Task).where(Task.project_id == project_id).order_by(Task.id)
    tasks = (await session.exec(statement.options(selectinload(Task.assignee), selectinload(Task.project)))).unique().all()
    await session.commit()
    return [
        f"{task.title}: {task.assignee.handle if task.assignee else 'nobody'} ({task.project.name})"  # <-
        for task in tasks
    ]
