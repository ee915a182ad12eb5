from sqlmodel import Session

from models import Note


def write_note(engine, project_id: int, text: str) -> Note:
    with Session(engine) as own:
        note = Note(text=text, project_id=project_id)
        own.add(note)
        own.commit()
        return note


def overview(session: Session) -> str:
    note = write_note(session.get_bind(), 1, "Bring chairs")
    return note.text
