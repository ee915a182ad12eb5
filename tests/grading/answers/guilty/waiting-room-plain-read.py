# exercise: waiting-room
# finds: awaited MISSING-GREENLET
# says: Visit.vet is read at query.py:10
# says: .options(selectinload(Visit.vet))
# says: to the select of query.py:8
# file: query.py
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Visit


async def waiting_room(session: AsyncSession) -> list[str]:
    visits = (await session.exec(select(Visit).order_by(Visit.id))).all()
    def line(visit):
        vet = visit.vet  # <-
        return f"{visit.animal}: {vet.name if vet else 'the next one free'}"
    return [line(visit) for visit in visits]
