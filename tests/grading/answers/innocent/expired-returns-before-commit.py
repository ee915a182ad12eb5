# exercise: expired-object
# check: {type: session_closed}
# file: query.py
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Note


async def add_note(session: AsyncSession, project_id: int, text: str) -> dict:
    note = Note(text=text, project_id=project_id)
    session.add(note)
    await session.commit()
    await session.refresh(note)
    return note.model_dump(include={"id", "text", "project_id"})
