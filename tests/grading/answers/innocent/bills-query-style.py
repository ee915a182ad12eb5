# exercise: bills
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session

from models import Customer


def bills(session: Session) -> list[str]:
    customers = session.query(Customer).options(joinedload(Customer.orders)).order_by(Customer.id).all()
    return [f"{c.name}: {len(c.orders)} orders, {sum(o.pence for o in c.orders)} pence" for c in customers]
