# exercise: bills
# finds: few-queries N1-QUERY
# says: the same query
# file: query.py
from sqlmodel import Session, select, update

from models import Customer, Order


def bills(session: Session) -> list[str]:
    lines = []
    for customer in session.exec(select(Customer).order_by(Customer.id)).all():
        mine = update(Order).where(Order.customer_id == customer.id).values(item=Order.item).returning(Order.pence)
        pence = session.execute(mine).scalars().all()  # <-
        lines.append(f"{customer.name}: {len(pence)} orders, {sum(pence)} pence")
    return lines
