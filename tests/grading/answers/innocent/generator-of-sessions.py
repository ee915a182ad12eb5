# exercise: session-leak
# check: {type: connections_balanced}
# file: query.py
from sqlmodel import Session, select

from models import Task, Worker


def get_session(engine):
    with Session(engine) as session:
        yield session


def report(session: Session) -> list[int]:
    engine = session.get_bind()
    numbers = []
    for statement in (select(Task), select(Worker), select(Task).where(Task.assignee_id.is_(None))):
        opened = get_session(engine)
        own = next(opened)
        numbers.append(len(own.exec(statement).all()))
        opened.close()
    return numbers
