# exercise: atlas
# check: {type: eager_used}
# check: {type: no_lazy_load}
# file: query.py
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Place


async def atlas(session: AsyncSession) -> list[str]:
    statement = (
        select(Place)
        .where(Place.inside_id.is_(None))
        .order_by(Place.id)
        .options(selectinload(Place.parts).joinedload(Place.parts))
    )
    lines = []
    for country in (await session.exec(statement)).unique().all():
        lines.append(country.name)
        for region in country.parts:
            lines.append("  " + region.name + ": " + ", ".join(town.name for town in region.parts))
    return lines
