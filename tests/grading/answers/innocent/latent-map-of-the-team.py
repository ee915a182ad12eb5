# exercise: latent-n-plus-1
# file: query.py
from sqlmodel import Session, select

from models import Task, Worker


def handles(session: Session) -> list[str]:
    team = session.exec(select(Worker)).all()
    print(len(team), "workers")
    handle = {worker.id: worker.handle for worker in team}
    tasks = session.exec(select(Task).where(Task.assignee_id.is_not(None)).order_by(Task.id)).all()
    return [f"{task.title}: {handle[task.assignee_id]}" for task in tasks]
