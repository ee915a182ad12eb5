from sqlmodel import Session, select

from models import Task, Worker


def count(engine, model) -> int:
    session = Session(engine)
    return len(session.exec(select(model)).all())


def report(session: Session) -> list[int]:
    engine = session.get_bind()
    other = Session(engine)
    unassigned = other.exec(
        select(Task).where(Task.assignee_id == None)
    ).all()
    session.close()
    other.close()
    return [count(engine, Task), count(engine, Worker), len(unassigned)]
