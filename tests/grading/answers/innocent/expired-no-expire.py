# exercise: expired-object
# file: query.py
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Note


async def add_note(session: AsyncSession, project_id: int, text: str) -> dict:
    session.sync_session.expire_on_commit = False
    note = Note(text=text, project_id=project_id)
    session.add(note)
    await session.commit()
    return {name: getattr(note, name) for name in ("id", "text", "project_id")}
