from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Project, Task


def project_summary(session: Session, project_id: int) -> dict:
    statement = (
        select(Project)
        .where(Project.id == project_id)
        .options(selectinload(Project.tasks).selectinload(Task.assignee))
    )
    project = session.exec(statement).unique().one()
    lines = [
        {
            "title": task.title,
            "who": task.assignee.handle if task.assignee else None,
        }
        for task in sorted(project.tasks, key=lambda task: task.id)
    ]
    return {"name": project.name, "tasks": lines}
