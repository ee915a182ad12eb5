# exercise: session-leak
# check: {type: connections_balanced}
# file: query.py
from sqlmodel import Session, select

from models import Task, Worker


def ask(engine, statement) -> int:
    session = Session(engine)
    try:
        return len(session.exec(statement).all())
    finally:
        session.close()


def report(session: Session) -> list[int]:
    engine = session.get_bind()
    statements = [select(Task), select(Worker), select(Task).where(Task.assignee_id.is_(None))]
    return [ask(engine, statement) for statement in statements]
