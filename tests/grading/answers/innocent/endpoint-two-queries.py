# exercise: ask-for-a-faster-endpoint
# check: {type: no_latent_lazy_load}
# file: answer.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Project, Task


def project_summary(session: Session, project_id: int) -> dict:
    project = session.get(Project, project_id)
    tasks = session.exec(
        select(Task).where(Task.project_id == project_id).order_by(Task.id).options(joinedload(Task.assignee))
    ).unique()
    return {
        "name": project.name,
        "tasks": [{"title": t.title, "who": t.assignee.handle if t.assignee else None} for t in tasks],
    }
