# selects: 4
import asyncio

from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task
from seed import seed_async


async def get_project_tasks(session: AsyncSession, project_id: int, include_subtasks: bool = False) -> list[Task]:
    statement = (
        select(Task)
        .options(selectinload(Task.assignee), selectinload(Task.created_by))
        .where(Task.project_id == project_id)
        .where(Task.deleted_at.is_(None))
        .order_by(Task.created_at.desc())
    )
    if include_subtasks:
        statement = statement.options(selectinload(Task.subtasks))
    result = await session.exec(statement)
    return result.unique().all()


async def main():
    async with AsyncSession(await seed_async(tasks=30, workers=7)) as session:
        for task in await get_project_tasks(session, 1, include_subtasks=True):
            names = [subtask.title for subtask in task.subtasks]
            print(task.title, task.assignee.handle, task.created_by.handle, names)


asyncio.run(main())
