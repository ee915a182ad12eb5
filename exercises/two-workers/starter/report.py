from sqlmodel import Session, select

from models import Task, Worker


def who_does_what(session: Session) -> list[str]:
    lines = []
    for task in session.exec(select(Task).order_by(Task.id)).all():
        doer = task.assignee.handle if task.assignee else "nobody"
        lines.append(
            f"{task.title}: {doer}, "
            f"written down by {task.created_by.handle}"
        )
    for worker in session.exec(select(Worker).order_by(Worker.id)).all():
        lines.append(
            f"{worker.handle}: does {len(worker.assigned_tasks)}, "
            f"wrote {len(worker.created_tasks)}"
        )
    return lines
