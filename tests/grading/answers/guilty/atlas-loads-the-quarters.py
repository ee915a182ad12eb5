# exercise: atlas
# finds: few-queries TOO-MANY
# says: 4 SELECTs, at most 3
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Place


async def atlas(session: AsyncSession) -> list[str]:
    load = selectinload(Place.parts, recursion_depth=2)
    statement = select(Place).where(Place.inside_id == None).options(load).order_by(Place.id)  # noqa: E711
    lines = []
    for country in (await session.exec(statement)).unique().all():  # <-
        lines.append(country.name)
        for region in country.parts:
            lines.append(f"  {region.name}: " + ", ".join(town.name for town in region.parts))
    return lines
