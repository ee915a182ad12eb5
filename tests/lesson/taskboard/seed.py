from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import Session, SQLModel, create_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Project, Task, Worker


def rows(tasks, workers):
    team = [Worker(handle=f"@worker{n}") for n in range(workers)]
    project = Project(name="Harbour")
    first = datetime(2026, 1, 1, 8)
    listed = []
    for n in range(tasks):
        listed.append(
            Task(
                title=f"Task {n}",
                created_at=first + timedelta(hours=n),
                project=project,
                assignee=team[n % workers],
                created_by=team[(n + 1) % workers],
                parent=listed[n // 2 - 1] if n >= 4 and n % 2 == 0 else None,
            )
        )
    return [project, *team, *listed]


def seed(tasks=100, workers=50):
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(rows(tasks, workers))
        session.commit()
    return engine


async def seed_async(tasks=100, workers=50):
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    async with AsyncSession(engine) as session:
        session.add_all(rows(tasks, workers))
        await session.commit()
    return engine
