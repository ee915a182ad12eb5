# exercise: waiting-room
# check: {type: session_closed}
# check: {type: connections_balanced}
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Visit


async def waiting_room(session: AsyncSession) -> list[str]:
    lines = []
    result = await session.stream_scalars(select(Visit).options(selectinload(Visit.vet)).order_by(Visit.id))
    async for visit in result.unique():
        lines.append(f"{visit.animal}: {visit.vet.name if visit.vet else 'the next one free'}")
    return lines
