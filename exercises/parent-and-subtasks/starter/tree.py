from sqlmodel import Session, select

from models import Task


def outline(session: Session) -> list[str]:
    lines = []

    def write(task: Task, depth: int) -> None:
        above = task.parent.title if task.parent else "-"
        lines.append(f"{'  ' * depth}{task.title} (below {above})")
        for subtask in sorted(task.subtasks, key=lambda t: t.id):
            write(subtask, depth + 1)

    roots = session.exec(
        select(Task).where(Task.parent_task_id == None).order_by(Task.id)
    ).all()
    for root in roots:
        write(root, 0)
    return lines
