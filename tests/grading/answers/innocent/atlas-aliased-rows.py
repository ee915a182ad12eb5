# exercise: atlas
# file: query.py
from sqlalchemy.orm import aliased
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Place


async def atlas(session: AsyncSession) -> list[str]:
    country, region, town = aliased(Place), aliased(Place), aliased(Place)
    statement = (
        select(country.name, region.id, region.name, town.name)
        .outerjoin(region, region.inside_id == country.id)
        .outerjoin(town, town.inside_id == region.id)
        .where(country.inside_id == None)  # noqa: E711
        .order_by(country.id, region.id, town.id)
    )
    tree: dict[str, dict] = {}
    for country_name, region_id, region_name, town_name in (await session.exec(statement)).all():
        regions = tree.setdefault(country_name, {})
        if region_id is None:
            continue
        _, towns = regions.setdefault(region_id, (region_name, []))
        if town_name is not None:
            towns.append(town_name)
    lines = []
    for name, regions in tree.items():
        lines.append(name)
        for region_name, towns in regions.values():
            lines.append(f"  {region_name}: {', '.join(towns)}")
    return lines
