from sqlmodel import Session, select

from models import Project, Task


def project_summary(session: Session, project_id: int) -> dict:
    project = session.get(Project, project_id)
    lines = [
        {
            "title": task.title,
            "who": task.assignee.handle if task.assignee else None,
        }
        for task in sorted(project.tasks, key=lambda task: task.id)
    ]
    return {"name": project.name, "tasks": lines}
