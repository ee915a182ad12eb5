from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Trail


async def beds(session: AsyncSession) -> list[str]:
    statement = select(Trail).order_by(Trail.id)
    trails = (await session.exec(statement)).all()
    for trail in trails:
        await session.refresh(trail, ["huts"])
    return [
        f"{trail.name}: {sum(hut.beds for hut in trail.huts)} beds "
        f"in {len(trail.huts)} huts"
        for trail in trails
    ]
