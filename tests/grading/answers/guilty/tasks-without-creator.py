# exercise: project-tasks
# finds: awaited MISSING-GREENLET
# says: Task.created_by is read at query.py:21
# says: .options(selectinload(Task.created_by))
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task


async def get_project_tasks(session: AsyncSession, project_id: int, include_subtasks: bool = False) -> list[dict]:
    statement = select(Task).where(Task.project_id == project_id, Task.deleted_at.is_(None))
    statement = statement.order_by(Task.created_at.desc(), Task.id).options(selectinload(Task.assignee))
    if include_subtasks:
        statement = statement.options(selectinload(Task.subtasks))
    lines = []
    for task in (await session.exec(statement)).unique().all():
        lines.append({
            "title": task.title,
            "assignee": task.assignee.handle if task.assignee else None,
        })
        if include_subtasks:
            lines[-1]["subtasks"] = sorted(part.title for part in task.subtasks)
        lines[-1]["created_by"] = task.created_by.handle  # <-
    return lines
