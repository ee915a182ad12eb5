from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def titles(session: Session) -> list[str]:
    statement = (
        select(Task)
        .where(Task.deleted_at == None)
        .order_by(Task.created_at, Task.id)
        .options(joinedload(Task.project), joinedload(Task.subtasks))
    )
    tasks = session.exec(statement).unique().all()
    return [f"{task.title} ({task.project.name})" for task in tasks]
