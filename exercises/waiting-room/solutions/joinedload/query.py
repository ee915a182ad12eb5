from sqlalchemy.orm import joinedload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Visit


async def waiting_room(session: AsyncSession) -> list[str]:
    result = await session.exec(
        select(Visit).options(joinedload(Visit.vet)).order_by(Visit.id)
    )
    visits = result.unique().all()
    return [
        f"{visit.animal}: "
        f"{visit.vet.name if visit.vet else 'the next one free'}"
        for visit in visits
    ]
