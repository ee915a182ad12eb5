# exercise: atlas
# finds: few-queries N1-QUERY
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Place


async def atlas(session: AsyncSession) -> list[str]:
    lines = []
    for country in (await session.exec(select(Place).where(Place.inside_id.is_(None)).order_by(Place.id))).all():
        lines.append(country.name)
        regions = select(Place).where(Place.inside_id == country.id).options(selectinload(Place.parts)).order_by(Place.id)
        for region in (await session.exec(regions)).unique():  # <-
            lines.append(f"  {region.name}: {', '.join(town.name for town in region.parts)}")
    return lines
