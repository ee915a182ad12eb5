from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Vet, Visit


async def waiting_room(session: AsyncSession) -> list[str]:
    lines = []
    for visit in (
        await session.exec(select(Visit).order_by(Visit.id))
    ).all():
        vet = await session.get(Vet, visit.vet_id) if visit.vet_id else None
        lines.append(
            f"{visit.animal}: {vet.name if vet else 'the next one free'}"
        )
    return lines
