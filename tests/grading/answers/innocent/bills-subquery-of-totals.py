# exercise: bills
# file: query.py
from sqlmodel import Session, func, select

from models import Customer, Order


def bills(session: Session):
    totals = (
        select(Order.customer_id, func.count().label("count"), func.sum(Order.pence).label("pence"))
        .group_by(Order.customer_id)
        .subquery()
    )
    rows = session.exec(
        select(Customer.name, totals.c.count, totals.c.pence)
        .outerjoin(totals, totals.c.customer_id == Customer.id)
        .order_by(Customer.id)
    )
    result = []
    for name, count, pence in rows:
        result.append(f"{name}: {count or 0} orders, {pence or 0} pence")
    return result
