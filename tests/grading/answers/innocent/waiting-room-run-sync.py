# exercise: waiting-room
# file: query.py
from sqlalchemy.orm import Session, selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Visit


def lines(session: Session) -> list[str]:
    statement = select(Visit).options(selectinload(Visit.vet)).order_by(Visit.id)
    return [f"{v.animal}: {v.vet.name if v.vet else 'the next one free'}" for v in session.scalars(statement).unique()]


async def waiting_room(session: AsyncSession) -> list[str]:
    return await session.run_sync(lines)
