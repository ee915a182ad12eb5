# exercise: bills
# finds: unique UNIQUE-MISSING
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Customer


def bills(session: Session) -> list[str]:
    statement = select(Customer).options(selectinload(Customer.orders)).order_by(Customer.id)
    customers = session.exec(statement).all()  # <-
    return [f"{c.name}: {len(c.orders)} orders, {sum(o.pence for o in c.orders)} pence" for c in customers]
