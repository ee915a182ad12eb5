from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Vet, Visit


async def waiting_room(session: AsyncSession) -> list[str]:
    visits = (await session.exec(select(Visit).order_by(Visit.id))).all()
    names = {}
    for start in range(0, len(visits), 30):
        ids = [visit.vet_id for visit in visits[start : start + 30]]
        for vet in (
            await session.exec(select(Vet).where(Vet.id.in_(ids)))
        ).all():
            names[vet.id] = vet.name
    return [
        f"{visit.animal}: {names.get(visit.vet_id, 'the next one free')}"
        for visit in visits
    ]
