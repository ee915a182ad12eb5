# exercise: huts-on-the-trail
# check: {type: eager_used, paths: [Trail.huts]}
# check: {type: rows_fetched, max_per_object: 6}
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Trail


async def beds(session: AsyncSession) -> list[str]:
    result = await session.exec(select(Trail).options(joinedload(Trail.huts)).order_by(Trail.id))
    lines = []
    for trail in result.unique():
        numbers = [hut.beds for hut in trail.huts]
        lines.append(f"{trail.name}: {sum(numbers)} beds in {len(numbers)} huts")
    return lines
