# exercise: session-leak
# finds: closed SESSION-OPEN
# says: is never closed
# file: query.py
from sqlmodel import Session, select

from models import Task, Worker


def count(engine, statement) -> int:
    session = Session(engine)  # <-
    found = session.exec(statement).all()
    if found:
        return len(found)
    session.close()
    return 0


def report(session: Session) -> list[int]:
    engine = session.get_bind()
    return [count(engine, select(Task)), count(engine, select(Worker)), count(engine, select(Task).where(Task.assignee_id == None))]  # noqa: E711
