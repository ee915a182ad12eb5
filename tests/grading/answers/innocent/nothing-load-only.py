# exercise: loaded-for-nothing
# file: query.py
from sqlalchemy.orm import joinedload, load_only
from sqlmodel import Session, select

from models import Project, Task


def titles(session: Session) -> list[str]:
    statement = (
        select(Task)
        .where(Task.deleted_at.is_(None))
        .options(load_only(Task.title), joinedload(Task.project).load_only(Project.name))
        .order_by(Task.created_at)
        .order_by(Task.id)
    )
    lines = []
    for task in session.exec(statement).unique():
        lines.append("%s (%s)" % (task.title, task.project.name))
    return lines
