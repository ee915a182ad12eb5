# exercise: atlas
# check: {type: connections_balanced}
# file: query.py
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Place


async def below(session: AsyncSession, places: list[Place]) -> dict:
    found = {place.id: [] for place in places}
    for part in await session.exec(select(Place).where(Place.inside_id.in_(list(found))).order_by(Place.id)):
        found[part.inside_id].append(part)
    return found


async def atlas(session: AsyncSession) -> list[str]:
    countries = (await session.exec(select(Place).where(Place.inside_id == None).order_by(Place.id))).all()  # noqa: E711
    regions = await below(session, countries)
    towns = await below(session, [region for group in regions.values() for region in group])
    lines = []
    for country in countries:
        lines.append(country.name)
        for region in regions[country.id]:
            lines.append(f"  {region.name}: " + ", ".join(town.name for town in towns[region.id]))
    return lines
