from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Place


async def atlas(session: AsyncSession) -> list[str]:
    statement = (
        select(Place).where(Place.inside_id == None).order_by(Place.id)
    )
    statement = statement.options(
        selectinload(Place.inside).selectinload(Place.parts)
    )
    lines = []
    for country in (await session.exec(statement)).unique().all():
        lines.append(country.name)
        for region in country.parts:
            lines.append(
                f"  {region.name}: "
                + ", ".join(town.name for town in region.parts)
            )
    return lines
