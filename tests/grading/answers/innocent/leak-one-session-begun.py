# exercise: session-leak
# check: {type: connections_balanced}
# file: query.py
from contextlib import contextmanager

from sqlmodel import Session, func, select

from models import Task, Worker


@contextmanager
def opened(engine):
    with Session(engine) as session, session.begin():
        yield session


def report(session: Session) -> list[int]:
    with opened(session.get_bind()) as own:
        return [
            own.exec(select(func.count()).select_from(Task)).one(),
            own.exec(select(func.count(Worker.id))).one(),
            own.exec(select(func.count(Task.id)).where(Task.assignee_id == None)).one(),  # noqa: E711
        ]
