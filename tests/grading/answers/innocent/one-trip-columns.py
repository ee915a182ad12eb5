# exercise: one-trip
# file: query.py
from sqlmodel import Session, select

from models import Project, Task, Worker


def task_card(session: Session, task_id: int) -> dict:
    statement = (
        select(Task.title, Project.name.label("project"), Worker.handle)
        .join(Project, Task.project_id == Project.id)
        .join(Worker, Task.assignee_id == Worker.id, isouter=True)
        .where(Task.id == task_id)
    )
    title, project, handle = session.exec(statement).one()
    return {"title": title, "project": project, "assignee": handle or "nobody"}
