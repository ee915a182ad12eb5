# selects: 2
# error: MissingGreenlet
import asyncio

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Task
from seed import seed_async


async def main():
    async with AsyncSession(await seed_async()) as session:
        tasks = (await session.exec(select(Task))).all()
        for task in tasks:
            print(f"{task.title}: {task.assignee.handle}")


asyncio.run(main())
