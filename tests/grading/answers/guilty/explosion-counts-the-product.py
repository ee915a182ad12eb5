# exercise: row-explosion
# finds: lines RESULT-DIFFERS
# file: query.py
from sqlmodel import Session, func, select

from models import Note, Project, Task


def overview(session: Session) -> list[str]:
    statement = (
        select(Project.name, func.count(Task.id), func.count(Note.id))
        .outerjoin(Task, Task.project_id == Project.id)
        .outerjoin(Note, Note.project_id == Project.id)
        .group_by(Project.id)
        .order_by(Project.id)
    )
    return [f"{name}: {tasks} tasks, {notes} notes" for name, tasks, notes in session.exec(statement)]
