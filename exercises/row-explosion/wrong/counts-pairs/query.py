from sqlmodel import Session, select

from models import Note, Project, Task


def overview(session: Session) -> list[str]:
    lines = []
    statement = (
        select(Project, Task, Note)
        .join(Project.tasks)
        .join(Project.notes)
        .order_by(Project.id)
    )
    seen = {}
    for project, task, note in session.exec(statement):
        seen.setdefault(project.name, []).append(task)
    for name, tasks in seen.items():
        lines.append(f"{name}: {len(tasks)} tasks, {len(tasks)} notes")
    return lines
