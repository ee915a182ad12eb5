# exercise: atlas
# finds: awaited RAISED
# says: TypeError
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Place


async def atlas(session: AsyncSession) -> list[str]:
    result = session.exec(select(Place).options(selectinload(Place.parts)))
    return [country.name for country in result]  # <-
