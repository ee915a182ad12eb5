from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Project


def overview(session: Session) -> list[str]:
    statement = (
        select(Project)
        .order_by(Project.id)
        .options(joinedload(Project.notes), joinedload(Project.tasks))
    )
    projects = session.exec(statement).unique().all()
    return [
        f"{project.name}: {len(project.tasks)} tasks, "
        f"{len(project.notes)} notes"
        for project in projects
    ]
