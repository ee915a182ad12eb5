from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Place


async def atlas(session: AsyncSession) -> list[str]:
    statement = (
        select(Place).where(Place.inside_id == None).order_by(Place.id)
    )
    countries = (await session.exec(statement)).all()
    lines = []
    parts = {}

    async def find(places: list[Place], size: int) -> list[Place]:
        found = []
        for first in range(0, len(places), size):
            ids = [place.id for place in places[first : first + size]]
            found += (
                await session.exec(
                    select(Place)
                    .where(Place.inside_id.in_(ids))
                    .order_by(Place.id)
                )
            ).all()
        for place in found:
            parts.setdefault(place.inside_id, []).append(place)
        return found

    await find(await find(countries, 40), 400)
    for country in countries:
        lines.append(country.name)
        for region in parts.get(country.id, []):
            lines.append(
                f"  {region.name}: "
                + ", ".join(town.name for town in parts.get(region.id, []))
            )
    return lines
