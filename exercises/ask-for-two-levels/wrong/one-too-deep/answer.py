from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task


def tree(session: Session) -> list[str]:
    statement = (
        select(Task)
        .where(Task.parent_task_id == None)
        .order_by(Task.id)
        .options(selectinload(Task.subtasks, recursion_depth=2))
    )
    lines = []
    for task in session.exec(statement).unique().all():
        lines.append(task.title)
        for part in sorted(task.subtasks, key=lambda part: part.id):
            lines.append("  " + part.title)
            for step in sorted(part.subtasks, key=lambda step: step.id):
                lines.append("    " + step.title)
    return lines
