# exercise: bills
# file: query.py
from sqlalchemy.orm import contains_eager
from sqlmodel import Session, col, select

from models import Customer, Order


def bills(session: Session) -> list[str]:
    query = (
        select(Customer)
        .join(Order, col(Order.customer_id) == col(Customer.id), isouter=True)
        .options(contains_eager(Customer.orders))
        .order_by(col(Customer.id))
    )
    return [
        "{0.name}: {1} orders, {2} pence".format(c, len(c.orders), sum(o.pence for o in c.orders))
        for c in session.exec(query).unique()
    ]
