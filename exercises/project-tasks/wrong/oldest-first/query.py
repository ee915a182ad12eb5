from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task


async def get_project_tasks(
    session: AsyncSession, project_id: int, include_subtasks: bool = False
) -> list[dict]:
    statement = (
        select(Task)
        .where(Task.project_id == project_id, Task.deleted_at.is_(None))
        .order_by(Task.created_at, Task.id)
        .options(selectinload(Task.assignee), selectinload(Task.created_by))
    )
    if include_subtasks:
        statement = statement.options(selectinload(Task.subtasks))
    tasks = (await session.exec(statement)).unique().all()
    lines = []
    for task in tasks:
        line = {
            "title": task.title,
            "assignee": task.assignee.handle if task.assignee else None,
            "created_by": task.created_by.handle,
        }
        if include_subtasks:
            line["subtasks"] = sorted(
                subtask.title for subtask in task.subtasks
            )
        lines.append(line)
    return lines
