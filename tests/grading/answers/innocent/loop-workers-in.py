# exercise: mend-the-loop
# file: query.py
from typing import Dict, List, Set

from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session: Session) -> List[str]:
    tasks: List[Task] = list(session.exec(select(Task).order_by(Task.id)))
    wanted: Set[int] = {task.assignee_id for task in tasks if task.assignee_id is not None}
    workers: Dict[int, Worker] = {}
    if wanted:
        for worker in session.exec(select(Worker).where(Worker.id.in_(wanted))):
            workers[worker.id] = worker
    lines: List[str] = []
    for task in tasks:
        worker = workers.get(task.assignee_id)
        lines.append(task.title + ": " + (worker.handle if worker else "nobody"))
    return lines
