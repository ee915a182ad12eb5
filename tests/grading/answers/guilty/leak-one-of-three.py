# exercise: session-leak
# finds: closed SESSION-OPEN
# says: with Session(engine) as session:
# file: query.py
from sqlmodel import Session, select

from models import Task, Worker


def report(session: Session) -> list[int]:
    engine = session.get_bind()
    with Session(engine) as first:
        tasks = len(first.exec(select(Task)).all())
    second = Session(engine)  # <-
    workers = len(second.exec(select(Worker)).all())
    second.commit()
    return [tasks, workers, len(session.exec(select(Task).where(Task.assignee_id == None)).all())]  # noqa: E711
