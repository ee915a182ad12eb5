# exercise: bills
# check: {type: eager_used}
# finds: eager_used EAGER-UNUSED
# says: joinedload(Order.customer)
# file: query.py
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, select

from models import Customer, Order


def bills(session: Session) -> list[str]:
    load = selectinload(Customer.orders).joinedload(Order.customer, innerjoin=True)
    customers = session.exec(select(Customer).options(load).order_by(Customer.id)).unique().all()  # <-
    return [f"{c.name}: {len(c.orders)} orders, {sum(o.pence for o in c.orders)} pence" for c in customers]
