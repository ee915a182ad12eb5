from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Visit


async def waiting_room(session: AsyncSession) -> list[str]:
    result = await session.exec(select(Visit).order_by(Visit.id))
    visits = result.all()
    lines = []
    for visit in visits:
        vet = visit.vet
        lines.append(
            f"{visit.animal}: {vet.name if vet else 'the next one free'}"
        )
    return lines
