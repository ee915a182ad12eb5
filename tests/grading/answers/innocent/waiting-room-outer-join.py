# exercise: waiting-room
# file: query.py
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Vet, Visit


async def waiting_room(session: AsyncSession) -> list[str]:
    statement = select(Visit.animal, Vet.name).join(Vet, isouter=True).order_by(Visit.id)
    return [f"{animal}: {vet or 'the next one free'}" for animal, vet in (await session.exec(statement)).all()]
