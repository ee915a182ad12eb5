# exercise: session-leak
# check: {type: connections_balanced}
# file: query.py
from contextlib import ExitStack, closing

from sqlmodel import Session, select

from models import Task, Worker


def report(session: Session) -> list[int]:
    engine = session.get_bind()
    with ExitStack() as stack:
        first, second, third = (stack.enter_context(closing(Session(engine))) for _ in range(3))
        unassigned = third.exec(select(Task).where(Task.assignee_id == None)).all()  # noqa: E711
        return [len(first.exec(select(Task)).all()), len(second.exec(select(Worker)).all()), len(unassigned)]
