# exercise: project-tasks
# check: {type: eager_used}
# check: {type: connections_balanced}
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task


async def get_project_tasks(session: AsyncSession, project_id: int, include_subtasks: bool = False) -> list[dict]:
    loads = [selectinload(Task.assignee), selectinload(Task.created_by)]
    if include_subtasks:
        loads += [selectinload(Task.subtasks)]
    query = select(Task).options(*loads).where(Task.project_id == project_id).where(col(Task.deleted_at).is_(None))
    query = query.order_by(col(Task.created_at).desc(), Task.id)
    lines = []
    async with session.begin_nested():
        for task in (await session.exec(query)).unique().all():
            line = {
                "title": task.title,
                "assignee": task.assignee and task.assignee.handle,
                "created_by": task.created_by.handle,
            }
            if include_subtasks:
                line |= {"subtasks": sorted(subtask.title for subtask in task.subtasks)}
            lines.append(line)
    return lines
