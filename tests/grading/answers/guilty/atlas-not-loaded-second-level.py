# exercise: atlas
# finds: awaited MISSING-GREENLET
# says: Place.parts is read at query.py:14
# says: .options(selectinload(Place.parts).selectinload(Place.parts))
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Place


async def atlas(session: AsyncSession) -> list[str]:
    statement = select(Place).where(Place.inside_id == None).options(selectinload(Place.parts))  # noqa: E711
    lines = []
    for country in (await session.exec(statement)).unique().all():
        lines.append(country.name)
        for region in country.parts:
            towns = [town.name for town in region.parts]  # <-
            lines.append(f"  {region.name}: " + ", ".join(towns))
    return lines
