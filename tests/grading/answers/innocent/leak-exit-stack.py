# exercise: session-leak
# check: {type: connections_balanced}
# file: query.py
from contextlib import contextmanager

from sqlmodel import Session, func, select

from models import Task, Worker


@contextmanager
def opened(engine):
    session = Session(bind=engine)
    try:
        yield session
    finally:
        session.close()


def report(session: Session) -> list[int]:
    with opened(session.bind) as mine:
        def count(model, *conditions) -> int:
            return mine.exec(select(func.count()).select_from(model).where(*conditions)).one()

        return [count(Task), count(Worker), count(Task, Task.assignee_id == None)]  # noqa: E711
