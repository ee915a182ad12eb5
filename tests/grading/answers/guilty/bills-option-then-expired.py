# exercise: bills
# finds: few-queries N1-REFRESH
# says: 6 refreshes of expired Customer at query.py:13
# file: query.py
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Customer


def bills(session: Session) -> list[str]:
    lines = []
    customers = session.exec(select(Customer).options(selectinload(Customer.orders)).order_by(Customer.id)).unique().all()
    totals = [(len(c.orders), sum(o.pence for o in c.orders)) for c in customers]
    session.commit()
    for customer, (number, pence) in zip(customers, totals):
        lines.append(f"{customer.name}: {number} orders, {pence} pence")  # <-
    return lines
