# exercise: session-leak
# check: {type: connections_balanced}
# file: query.py
from sqlalchemy import text
from sqlmodel import Session


def report(session: Session) -> list[int]:
    with session.get_bind().connect() as connection:
        questions = ["task", "worker", "task WHERE assignee_id IS NULL"]
        return [connection.execute(text(f"SELECT count(*) FROM {question}")).scalar_one() for question in questions]
