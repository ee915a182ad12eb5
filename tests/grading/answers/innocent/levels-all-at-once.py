# exercise: ask-for-two-levels
# check: {type: eager_used}
# file: answer.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task


def tree(session: Session) -> list[str]:
    statement = (
        select(Task)
        .where(Task.parent_task_id.is_(None))
        .options(selectinload(Task.subtasks, recursion_depth=1))
        .order_by(Task.id)
    )

    def below(tasks, depth):
        for task in sorted(tasks, key=lambda task: task.id):
            yield "  " * depth + task.title
            if depth < 2:
                yield from below(task.subtasks, depth + 1)

    return list(below(session.exec(statement).all(), 0))
