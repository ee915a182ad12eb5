from sqlalchemy.orm import contains_eager, joinedload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task


async def who_does_what(
    session: AsyncSession, project_id: int
) -> list[str]:
    statement = (
        select(Task)
        .join(Task.assignee)
        .where(Task.project_id == project_id)
        .order_by(Task.id)
        .options(contains_eager(Task.assignee), joinedload(Task.project))
    )
    tasks = (await session.exec(statement)).unique().all()
    return [
        f"{task.title}: "
        f"{task.assignee.handle if task.assignee else 'nobody'} "
        f"({task.project.name})"
        for task in tasks
    ]
