from sqlalchemy.orm import contains_eager, selectinload
from sqlmodel import Session, select

from models import Project


def overview(session: Session) -> list[str]:
    statement = (
        select(Project)
        .order_by(Project.id)
        .join(Project.tasks)
        .options(contains_eager(Project.tasks), selectinload(Project.notes))
    )
    projects = session.exec(statement).unique().all()
    return [
        f"{project.name}: {len(project.tasks)} tasks, "
        f"{len(project.notes)} notes"
        for project in projects
    ]
