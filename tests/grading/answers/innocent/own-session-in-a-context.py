# exercise: one-trip
# check: {type: session_closed}
# check: {type: connections_balanced}
# check: {type: no_detached_access}
# file: query.py
from sqlalchemy.orm import joinedload, sessionmaker
from sqlmodel import Session, select

from models import Task


def task_card(session: Session, task_id: int) -> dict:
    make = sessionmaker(session.get_bind(), class_=Session)
    with make() as own:
        statement = select(Task).where(Task.id == task_id).options(joinedload(Task.project), joinedload(Task.assignee))
        task = own.exec(statement).unique().one()
    who = task.assignee.handle if task.assignee else "nobody"
    return {"title": task.title, "project": task.project.name, "assignee": who}
