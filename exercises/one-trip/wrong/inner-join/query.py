from sqlmodel import Session, select

from models import Project, Task, Worker


def task_card(session: Session, task_id: int) -> dict:
    statement = (
        select(Task.title, Project.name, Worker.handle)
        .join(Project, Task.project_id == Project.id)
        .join(Worker, Task.assignee_id == Worker.id)
        .where(Task.id == task_id)
    )
    for title, project, handle in session.exec(statement):
        return {"title": title, "project": project, "assignee": handle}
    return {}
