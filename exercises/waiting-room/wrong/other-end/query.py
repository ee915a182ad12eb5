from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Vet, Visit


async def waiting_room(session: AsyncSession) -> list[str]:
    await session.exec(
        select(Vet).where(Vet.id == 0).options(selectinload(Vet.visits))
    )
    result = await session.exec(select(Visit).order_by(Visit.id))
    visits = result.all()
    return [
        f"{visit.animal}: "
        f"{visit.vet.name if visit.vet else 'the next one free'}"
        for visit in visits
    ]
