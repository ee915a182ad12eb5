# exercise: one-trip
# only
# check: {type: source_rule, forbid: [{import: sqlalchemy.text}]}
# finds: source_rule FORBIDDEN
# says: an import of sqlalchemy.text
# file: query.py
from sqlalchemy import text  # <-
from sqlmodel import Session


def task_card(session: Session, task_id: int) -> dict:
    return session.execute(text("SELECT title FROM task WHERE id = :id"), {"id": task_id}).one()
