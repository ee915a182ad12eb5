# exercise: ask-for-two-levels
# finds: few-queries N1-LAZY
# says: lazy loads of Task.subtasks at answer.py:15
# says: .options(selectinload(Task.subtasks).selectinload(Task.subtasks))
# file: answer.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task


def tree(session: Session) -> list[str]:
    statement = select(Task).where(Task.parent_task_id == None).order_by(Task.id)  # noqa: E711
    lines = []
    for task in session.exec(statement.options(selectinload(Task.subtasks))).all():
        lines.append(task.title)
        for part in sorted(task.subtasks, key=lambda part: part.id):
            lines.append("  " + part.title)
            # The third level:
            for step in sorted(part.subtasks, key=lambda step: step.id):  # <-
                lines.append("    " + step.title)
    return lines
