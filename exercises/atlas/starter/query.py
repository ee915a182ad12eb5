from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Place


async def atlas(session: AsyncSession) -> list[str]:
    statement = (
        select(Place).where(Place.inside_id == None).order_by(Place.id)
    )
    lines = []
    for country in (await session.exec(statement)).all():
        lines.append(country.name)
        # Add a line for each region of the country,
        # with the names of its towns.
    return lines
