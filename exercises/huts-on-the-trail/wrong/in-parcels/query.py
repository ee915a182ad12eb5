from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Hut, Trail


async def beds(session: AsyncSession) -> list[str]:
    trails = (await session.exec(select(Trail).order_by(Trail.id))).all()
    lines = []
    for start in range(0, len(trails), 30):
        parcel = trails[start : start + 30]
        huts = (
            await session.exec(
                select(Hut).where(
                    Hut.trail_id.in_([trail.id for trail in parcel])
                )
            )
        ).all()
        for trail in parcel:
            own = [hut.beds for hut in huts if hut.trail_id == trail.id]
            lines.append(
                f"{trail.name}: {sum(own)} beds in {len(own)} huts"
            )
    return lines
