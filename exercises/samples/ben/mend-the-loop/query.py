from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session: Session) -> list[str]:
    lines = []
    for task in session.exec(select(Task).order_by(Task.id)):
        worker = session.get(Worker, task.assignee_id) if task.assignee_id else None
        lines.append(f"{task.title}: {worker.handle if worker else 'nobody'}")
    return lines
