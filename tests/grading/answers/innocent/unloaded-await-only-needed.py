# exercise: unloaded-relationship
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Project, Task


async def who_does_what(session: AsyncSession, project_id: int) -> list[str]:
    project = await session.get(
        Project, project_id, options=[selectinload(Project.tasks).selectinload(Task.assignee)]
    )
    lines = []
    for task in sorted(project.tasks, key=lambda task: task.id):
        lines.append(f"{task.title}: {task.assignee.handle if task.assignee else 'nobody'} ({project.name})")
    return lines
