from sqlmodel import Session, select

from models import Task, Worker


def count(engine, model) -> int:
    with Session(engine) as own:
        return len(own.exec(select(model)).all())


def report(session: Session) -> list[int]:
    engine = session.get_bind()
    with Session(engine) as other:
        unassigned = other.exec(
            select(Task).where(Task.assignee_id == None)
        ).all()
    return [count(engine, Task), count(engine, Worker), len(unassigned)]
