# exercise: expired-object
# file: query.py
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Note


async def add_note(session: AsyncSession, project_id: int, text: str) -> dict:
    session.add(note := Note(project_id=project_id, text=text))
    await session.commit()
    await session.refresh(note)
    return note.model_dump()
