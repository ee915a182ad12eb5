# exercise: bills
# tried: to write a file through a database URL
# stopped: RESULT-DIFFERS
# file: query.py
from sqlmodel import Session, SQLModel, create_engine

from models import Customer


def bills(session):
    engine = create_engine("sqlite:////tmp/relata-was-here.db")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as own:
        own.add(Customer(name="x"))
        own.commit()
    return []
