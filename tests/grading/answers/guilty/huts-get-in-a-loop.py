# exercise: huts-on-the-trail
# finds: few-queries N1-QUERY
# says: the same query 6 times at query.py:11
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Trail


async def beds(session: AsyncSession) -> list[str]:
    lines = []
    for number in (await session.exec(select(Trail.id).order_by(Trail.id))).all():
        trail = await session.get(Trail, number, options=[joinedload(Trail.huts)])  # <-
        lines.append(f"{trail.name}: {sum(hut.beds for hut in trail.huts)} beds in {len(trail.huts)} huts")
    return lines
