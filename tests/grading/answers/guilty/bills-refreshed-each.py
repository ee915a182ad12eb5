# exercise: bills
# finds: few-queries N1-REFRESH
# says: refreshes of Customer.orders at query.py:9
# says: .options(selectinload(Customer.orders))
# file: query.py
from sqlmodel import Session, select

from models import Customer


def bills(session: Session) -> list[str]:
    lines = []
    for customer in session.exec(select(Customer).order_by(Customer.id)).all():
        session.refresh(customer, ["orders"])  # <-
        lines.append(f"{customer.name}: {len(customer.orders)} orders, {sum(o.pence for o in customer.orders)} pence")
    return lines
