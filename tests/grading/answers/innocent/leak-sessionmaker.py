# exercise: session-leak
# file: query.py
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, select

from models import Task, Worker


def report(session: Session) -> list[int]:
    factory = sessionmaker(session.get_bind(), class_=Session)
    numbers = []
    for statement in (select(Task), select(Worker), select(Task).where(Task.assignee_id.is_(None))):
        with factory.begin() as own:
            numbers.append(len(own.exec(statement).all()))
    return numbers
