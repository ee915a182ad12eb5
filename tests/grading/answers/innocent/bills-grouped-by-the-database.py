# exercise: bills
# check: {type: no_lazy_load}
# check: {type: eager_used}
# file: query.py
from sqlmodel import Session, func, select

from models import Customer, Order


def bills(session: Session) -> list[str]:
    statement = (
        select(Customer.name, func.count(Order.id), func.coalesce(func.sum(Order.pence), 0))
        .join(Order, isouter=True)
        .group_by(Customer.id)
        .order_by(Customer.id)
    )
    return [f"{name}: {count} orders, {pence} pence" for name, count, pence in session.exec(statement).all()]
