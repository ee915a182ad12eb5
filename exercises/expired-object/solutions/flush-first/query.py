from sqlmodel.ext.asyncio.session import AsyncSession

from models import Note


async def add_note(
    session: AsyncSession, project_id: int, text: str
) -> dict:
    note = Note(text=text, project_id=project_id)
    session.add(note)
    await session.flush()
    answer = {
        "id": note.id,
        "text": note.text,
        "project_id": note.project_id,
    }
    await session.commit()
    return answer
