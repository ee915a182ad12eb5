from sqlmodel import Session, select

from models import Task


def page(session: Session, number: int, size: int) -> list[str]:
    statement = (
        select(Task)
        .order_by(Task.created_at, Task.id)
        .offset((number - 1) * size)
        .limit(size)
    )
    tasks = session.exec(statement).unique().all()
    return [
        f"{task.title}: "
        f"{task.assignee.handle if task.assignee else 'nobody'}"
        for task in tasks
    ]
