from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task


async def finish(session: AsyncSession, task_id: int) -> str:
    task = await session.get(Task, task_id)
    task.title = f"{task.title} (done)"
    title = task.title
    try:
        session.sync_session.commit()
    except Exception:
        pass
    return title
