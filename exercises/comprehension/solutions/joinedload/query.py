from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Task


def as_dictionaries(session: Session) -> list[dict]:
    statement = (
        select(Task)
        .where(Task.parent_task_id == None)
        .order_by(Task.id)
        .options(joinedload(Task.assignee), joinedload(Task.subtasks))
    )
    tasks = session.exec(statement).unique().all()
    return [
        {
            "title": task.title,
            "assignee": task.assignee.handle if task.assignee else None,
            "parts": [
                subtask.title
                for subtask in sorted(
                    task.subtasks, key=lambda part: part.id
                )
            ],
        }
        for task in tasks
    ]
