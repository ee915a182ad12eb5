# exercise: bills
# finds: few-queries N1-DEFERRED
# says: 6 loads of the deferred Customer.name
# file: query.py
from sqlalchemy.orm import defer, selectinload
from sqlmodel import Session, select

from models import Customer


def bills(session: Session) -> list[str]:
    statement = select(Customer).options(selectinload(Customer.orders), defer(Customer.name)).order_by(Customer.id)
    lines = []
    for customer in session.exec(statement).unique().all():
        total = sum(order.pence for order in customer.orders)
        lines.append(f"{customer.name}: {len(customer.orders)} orders, {total} pence")  # <-
    return lines
