# exercise: row-explosion
# check: {type: eager_used}
# file: query.py
from sqlmodel import Session, func, select

from models import Note, Project, Task


def number_of(model):
    return select(func.count(model.id)).where(model.project_id == Project.id).correlate(Project).scalar_subquery()


def overview(session: Session) -> list[str]:
    rows = session.exec(select(Project.name, number_of(Task), number_of(Note)).order_by(Project.id))
    return [f"{name}: {tasks} tasks, {notes} notes" for name, tasks, notes in rows]
