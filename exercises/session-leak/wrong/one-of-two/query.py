from sqlmodel import Session, select

from models import Task, Worker


def count(engine, model) -> int:
    with Session(engine) as session:
        return len(session.exec(select(model)).all())


def report(session: Session) -> list[int]:
    engine = session.get_bind()
    unassigned = (
        Session(engine)
        .exec(select(Task).where(Task.assignee_id == None))
        .all()
    )
    return [count(engine, Task), count(engine, Worker), len(unassigned)]
