# exercise: one-trip
# file: query.py
from sqlmodel import Session, func, select

from models import Project, Task, Worker


def task_card(session: Session, task_id: int) -> dict:
    statement = (
        select(
            Task.title.label("title"),
            Project.name.label("project"),
            func.coalesce(Worker.handle, "nobody").label("assignee"),
        )
        .join(Project, Project.id == Task.project_id)
        .join(Worker, Worker.id == Task.assignee_id, isouter=True)
        .where(Task.id == task_id)
    )
    return dict(session.execute(statement).mappings().one())
