# selects: 2
import asyncio

from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task
from seed import seed_async


async def main():
    async with AsyncSession(await seed_async()) as session:
        result = await session.exec(select(Task).options(selectinload(Task.assignee)))
        for task in result.unique().all():
            print(f"{task.title}: {task.assignee.handle}")


asyncio.run(main())
