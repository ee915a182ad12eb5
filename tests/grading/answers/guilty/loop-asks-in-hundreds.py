# exercise: mend-the-loop
# finds: same-at-any-size GROWTH-LINEAR
# file: query.py
from sqlmodel import Session, select

from models import Task, Worker


def handles(session: Session, ids: list[int], step: int = 100) -> dict[int, str]:
    found: dict[int, str] = {}
    for at in range(0, len(ids), step):
        some = ids[at : at + step]
        found.update(session.exec(select(Worker.id, Worker.handle).where(Worker.id.in_(some))).all())
    return found


def task_lines(session: Session) -> list[str]:
    tasks = session.exec(select(Task).order_by(Task.id)).all()
    names = handles(session, sorted({task.assignee_id for task in tasks if task.assignee_id}))
    return [f"{task.title}: {names.get(task.assignee_id, 'nobody')}" for task in tasks]
