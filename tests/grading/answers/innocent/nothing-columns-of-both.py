# exercise: loaded-for-nothing
# file: query.py
from sqlmodel import Session, col, select

from models import Project, Task


def titles(session: Session) -> list[str]:
    statement = (
        select(Task.title, Project.name)
        .join(Project)
        .where(col(Task.deleted_at).is_(None))
        .order_by(col(Task.created_at), col(Task.id))
    )
    return [f"{title} ({name})" for title, name in session.exec(statement).all()]
