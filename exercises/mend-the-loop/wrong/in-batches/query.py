from sqlmodel import Session, select

from models import Task, Worker


def task_lines(session: Session) -> list[str]:
    tasks = session.exec(select(Task).order_by(Task.id)).all()
    handles = {}
    for start in range(0, len(tasks), 50):
        ids = [
            task.assignee_id
            for task in tasks[start : start + 50]
            if task.assignee_id
        ]
        for worker in session.exec(
            select(Worker).where(Worker.id.in_(ids))
        ).all():
            handles[worker.id] = worker.handle
    return [
        f"{task.title}: {handles.get(task.assignee_id, 'nobody')}"
        for task in tasks
    ]
