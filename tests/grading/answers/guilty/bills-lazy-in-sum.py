# exercise: bills
# finds: few-queries N1-LAZY
# says: 7 SELECTs for 6 customers: 1 + 6 lazy loads of Customer.orders
# says: .options(selectinload(Customer.orders))
# says: to the select of query.py:7
# file: query.py
from sqlmodel import Session, select

from models import Customer


def bills(session: Session) -> list[str]:
    customers = session.exec(select(Customer).order_by(Customer.id)).all()
    lines = []
    for customer in customers:
        total = sum(order.pence for order in customer.orders)  # <-
        lines.append(f"{customer.name}: {len(customer.orders)} orders, {total} pence")
    return lines
