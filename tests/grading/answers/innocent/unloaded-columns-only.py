# exercise: unloaded-relationship
# check: {type: no_detached_access}
# file: query.py
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Project, Task, Worker


async def who_does_what(session: AsyncSession, project_id: int) -> list[str]:
    project = await session.get(Project, project_id)
    statement = select(Task.title, Worker.handle).join(Worker, Task.assignee_id == Worker.id, isouter=True)
    rows = await session.exec(statement.where(Task.project_id == project_id).order_by(Task.id))
    return [f"{title}: {handle or 'nobody'} ({project.name})" for title, handle in rows]
