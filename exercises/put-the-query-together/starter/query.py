from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task


async def newest_tasks(session: AsyncSession, project_id: int) -> list[str]:
    tasks = []
    #: tasks = result.unique().all()
    #: result = session.exec(statement)
    #: statement = statement.options(selectinload(Task.created_by))
    #: statement = select(Task).where(Task.project_id == project_id)
    #: statement = statement.options(selectinload(Task.assignee))
    #: tasks = result.all()
    #: result = await session.exec(statement)
    #: statement = statement.options(joinedload(Task.created_by))
    #: statement = statement.order_by(Task.created_at.desc(), Task.id)
    return [
        f"{task.title}, wanted by {task.created_by.handle}"
        for task in tasks
    ]
