# exercise: project-tasks
# finds: tasks RESULT-DIFFERS
# file: query.py
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task


async def get_project_tasks(session: AsyncSession, project_id: int, include_subtasks: bool = False) -> list[dict]:
    statement = select(Task).where(Task.project_id == project_id, Task.deleted_at.is_(None)).order_by(Task.created_at, Task.id)
    options = [joinedload(Task.assignee), joinedload(Task.created_by), selectinload(Task.subtasks)]
    found = []
    for task in (await session.exec(statement.options(*options))).unique().all():
        found.append(
            {
                "title": task.title,
                "assignee": task.assignee.handle if task.assignee else None,
                "created_by": task.created_by.handle,
                "subtasks": sorted(subtask.title for subtask in task.subtasks),
            }
        )
    return found
