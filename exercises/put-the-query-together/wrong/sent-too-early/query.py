from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task


async def newest_tasks(session: AsyncSession, project_id: int) -> list[str]:
    statement = select(Task).where(Task.project_id == project_id)
    statement = statement.order_by(Task.created_at.desc(), Task.id)
    result = await session.exec(statement)
    tasks = result.unique().all()
    statement = statement.options(selectinload(Task.created_by))
    return [
        f"{task.title}, wanted by {task.created_by.handle}"
        for task in tasks
    ]
