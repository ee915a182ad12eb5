# exercise: huts-on-the-trail
# finds: few-queries N1-REFRESH
# says: refreshes of Trail.huts
# file: query.py
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Trail


async def beds(session: AsyncSession) -> list[str]:
    lines = []
    for trail in (await session.exec(select(Trail).order_by(Trail.id))).all():
        await session.refresh(trail, attribute_names=["huts"])  # <-
        lines.append(f"{trail.name}: {sum(hut.beds for hut in trail.huts)} beds in {len(trail.huts)} huts")
    return lines
