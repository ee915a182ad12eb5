# exercise: session-leak
# check: {type: connections_balanced}
# file: query.py
from sqlalchemy.orm import scoped_session, sessionmaker
from sqlmodel import Session, select

from models import Task, Worker


def report(session: Session) -> list[int]:
    own = scoped_session(sessionmaker(bind=session.get_bind(), class_=Session))
    try:
        return [
            len(own.scalars(select(Task)).all()),
            len(own.scalars(select(Worker)).all()),
            len(own.scalars(select(Task).where(Task.assignee_id == None)).all()),  # noqa: E711
        ]
    finally:
        own.remove()
