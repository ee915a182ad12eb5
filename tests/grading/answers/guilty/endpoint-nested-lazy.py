# exercise: ask-for-a-faster-endpoint
# finds: few-queries N1-LAZY
# says: lazy loads of Task.assignee at answer.py:10
# says: options=[selectinload(Project.tasks).selectinload(Task.assignee)]
# says: to the call of get() of answer.py:8
# file: answer.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session

from models import Project


def project_summary(session: Session, project_id: int) -> dict:
    project = session.get(Project, project_id, options=[selectinload(Project.tasks)])
    tasks = sorted(project.tasks, key=lambda task: task.id)
    lines = [{"title": task.title, "who": task.assignee.handle if task.assignee else None} for task in tasks]  # <-
    return {"name": project.name, "tasks": lines}
