from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Worker


def busy_workers(session: Session) -> list[str]:
    statement = (
        select(Worker)
        .join(Worker.created_tasks)
        .order_by(Worker.id)
        .options(selectinload(Worker.created_tasks))
    )
    workers = session.exec(statement).all()
    return [
        f"{worker.handle}: {len(worker.created_tasks)}"
        for worker in workers
    ]
