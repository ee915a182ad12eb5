# exercise: session-leak
# check: {type: connections_balanced}
# finds: connections_balanced CONNECTION-LEAKED
# says: never given back
# file: query.py
from sqlmodel import Session, func, select

from models import Task, Worker

kept = []


def report(session: Session) -> list[int]:
    connection = session.get_bind().connect()  # <-
    kept.append(connection)
    return [
        connection.scalar(select(func.count()).select_from(Task)),
        connection.scalar(select(func.count()).select_from(Worker)),
        connection.scalar(select(func.count(Task.id)).where(Task.assignee_id.is_(None))),
    ]
