# exercise: atlas
# file: query.py
from collections import defaultdict

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Place


async def atlas(session: AsyncSession) -> list[str]:
    async def below(ids: list[int]) -> dict[int, list[Place]]:
        found = defaultdict(list)
        for place in await session.exec(select(Place).where(Place.inside_id.in_(ids)).order_by(Place.id)):
            found[place.inside_id].append(place)
        return found

    countries = (await session.exec(select(Place).where(Place.inside_id.is_(None)).order_by(Place.id))).all()
    regions = await below([country.id for country in countries])
    towns = await below([region.id for group in regions.values() for region in group])
    lines = []
    for country in countries:
        lines.append(country.name)
        lines += [f"  {region.name}: {', '.join(town.name for town in towns[region.id])}" for region in regions[country.id]]
    return lines
