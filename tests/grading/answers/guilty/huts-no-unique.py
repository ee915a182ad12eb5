# exercise: huts-on-the-trail
# finds: unique UNIQUE-MISSING
# says: .unique()
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Trail


async def beds(session: AsyncSession) -> list[str]:
    statement = select(Trail).options(joinedload(Trail.huts)).order_by(Trail.id)
    result = await session.exec(statement)
    trails = result.all()  # <-
    return [f"{trail.name}: {sum(hut.beds for hut in trail.huts)} beds in {len(trail.huts)} huts" for trail in trails]
