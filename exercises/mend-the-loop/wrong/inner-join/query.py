from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session: Session) -> list[str]:
    rows = (
        session.exec(select(Task, Worker).join(Worker).order_by(Task.id))
        .unique()
        .all()
    )
    return [f"{task.title}: {worker.handle}" for task, worker in rows]
