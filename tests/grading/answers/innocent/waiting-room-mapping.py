# exercise: waiting-room
# check: {type: connections_balanced}
# check: {type: session_closed}
# file: query.py
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Vet, Visit


async def waiting_room(session: AsyncSession) -> list[str]:
    rows = await session.exec(select(Visit.animal, Vet.name).join(Vet, isouter=True).order_by(Visit.id))
    return [f"{animal}: {name or 'the next one free'}" for animal, name in rows]
