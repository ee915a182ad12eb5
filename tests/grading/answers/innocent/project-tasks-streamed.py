# exercise: project-tasks
# file: query.py
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task


async def get_project_tasks(session: AsyncSession, project_id: int, include_subtasks: bool = False) -> list[dict]:
    query = select(Task).where(Task.project_id == project_id).where(Task.deleted_at == None)  # noqa: E711
    query = query.options(joinedload(Task.assignee), joinedload(Task.created_by, innerjoin=True))
    if include_subtasks:
        query = query.options(selectinload(Task.subtasks))
    stream = await session.stream_scalars(query.order_by(Task.created_at.desc(), Task.id.asc()))
    found = []
    async for task in stream.unique():
        entry = {"title": task.title, "assignee": None, "created_by": task.created_by.handle}
        if task.assignee is not None:
            entry["assignee"] = task.assignee.handle
        if include_subtasks:
            entry["subtasks"] = sorted([subtask.title for subtask in task.subtasks])
        found.append(entry)
    return found
