# exercise: project-tasks
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import col, desc, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task


async def get_project_tasks(session: AsyncSession, project_id: int, include_subtasks: bool = False) -> list[dict]:
    options = [selectinload(Task.assignee), selectinload(Task.created_by)]
    if include_subtasks:
        options.append(selectinload(Task.subtasks))
    result = await session.exec(
        select(Task)
        .filter_by(project_id=project_id, deleted_at=None)
        .order_by(desc(Task.created_at), col(Task.id).asc())
        .options(*options)
    )
    return [
        {
            "title": task.title,
            "assignee": task.assignee and task.assignee.handle,
            "created_by": task.created_by.handle,
            **({"subtasks": sorted(s.title for s in task.subtasks)} if include_subtasks else {}),
        }
        for task in result.unique().all()
    ]
