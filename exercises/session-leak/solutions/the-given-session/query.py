from sqlmodel import Session, select

from models import Task, Worker


def count(session, model) -> int:
    return len(session.exec(select(model)).all())


def report(session: Session) -> list[int]:
    unassigned = session.exec(
        select(Task).where(Task.assignee_id == None)
    ).all()
    return [count(session, Task), count(session, Worker), len(unassigned)]
