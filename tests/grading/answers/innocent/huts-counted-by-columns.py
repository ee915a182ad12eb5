# exercise: huts-on-the-trail
# check: {type: no_io_outside_await}
# file: query.py
from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Hut, Trail


async def beds(session: AsyncSession) -> list[str]:
    statement = (
        select(Trail.name, func.coalesce(func.sum(Hut.beds), 0), func.count(Hut.id))
        .outerjoin(Hut)
        .group_by(Trail.id)
        .order_by(Trail.id)
    )
    return [f"{name}: {total} beds in {huts} huts" for name, total, huts in await session.exec(statement)]
