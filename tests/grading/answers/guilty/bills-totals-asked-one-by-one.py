# exercise: bills
# finds: few-queries N1-QUERY
# says: the same query
# file: query.py
from sqlmodel import Session, func, select

from models import Customer, Order


def bills(session: Session) -> list[str]:
    lines = []
    for customer in session.exec(select(Customer).order_by(Customer.id)).all():
        count, pence = session.exec(  # <-
            select(func.count(Order.id), func.coalesce(func.sum(Order.pence), 0)).where(Order.customer_id == customer.id)
        ).one()
        lines.append(f"{customer.name}: {count} orders, {pence} pence")
    return lines
