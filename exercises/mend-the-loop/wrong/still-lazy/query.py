from sqlmodel import Session, select

from models import Task


def task_lines(session: Session) -> list[str]:
    lines = []
    for task in session.exec(select(Task).order_by(Task.id)).unique().all():
        worker = task.assignee
        lines.append(
            f"{task.title}: {worker.handle if worker else 'nobody'}"
        )
    return lines
