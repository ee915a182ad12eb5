# exercise: waiting-room
# check: {type: eager_used}
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Visit


def lines(session) -> list[str]:
    visits = session.exec(select(Visit).options(selectinload(Visit.vet)).order_by(Visit.id)).unique().all()
    return [f"{visit.animal}: {visit.vet.name if visit.vet else 'the next one free'}" for visit in visits]


async def waiting_room(session: AsyncSession) -> list[str]:
    return await session.run_sync(lines)
