from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Visit


async def waiting_room(session: AsyncSession) -> list[str]:
    result = await session.exec(select(Visit).order_by(Visit.id))
    visits = result.all()
    for visit in visits:
        await session.refresh(visit, ["vet"])
    return [
        f"{visit.animal}: "
        f"{visit.vet.name if visit.vet else 'the next one free'}"
        for visit in visits
    ]
