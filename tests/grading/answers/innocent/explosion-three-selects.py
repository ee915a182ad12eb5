# exercise: row-explosion
# file: query.py
from collections import Counter

from sqlmodel import Session, SQLModel, select

from models import Note, Project, Task


def per_project(session: Session, model: type[SQLModel]) -> Counter:
    return Counter(session.exec(select(model.project_id)).all())


def overview(session: Session) -> list[str]:
    tasks, notes = (per_project(session, model) for model in (Task, Note))
    return [
        f"{project.name}: {tasks[project.id]} tasks, {notes[project.id]} notes"
        for project in session.exec(select(Project).order_by(Project.id))
    ]
