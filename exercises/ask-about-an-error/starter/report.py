from sqlmodel import Session, select

from models import Task, Worker


def review_lines(session: Session) -> list[str]:
    lines = []
    for task in session.exec(select(Task).order_by(Task.id)).all():
        reviewer = task.reviewer.handle if task.reviewer else "nobody"
        lines.append(
            f"{task.title}: by {task.author.handle}, reviewed by {reviewer}"
        )
    for worker in session.exec(select(Worker).order_by(Worker.id)).all():
        lines.append(
            f"{worker.handle}: wrote {len(worker.written)}, "
            f"reviews {len(worker.reviews)}"
        )
    return lines
