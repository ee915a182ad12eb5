# exercise: ask-for-a-faster-endpoint
# check: {type: unique_correct, policy: always}
# check: {type: eager_used}
# file: answer.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session

from models import Project, Task


def project_summary(session: Session, project_id: int) -> dict:
    project = session.get(Project, project_id, options=[joinedload(Project.tasks).joinedload(Task.assignee)])
    tasks = sorted(project.tasks, key=lambda task: task.id)
    return {
        "name": project.name,
        "tasks": [{"title": t.title, "who": t.assignee.handle if t.assignee else None} for t in tasks],
    }
