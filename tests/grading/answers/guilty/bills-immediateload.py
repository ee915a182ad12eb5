# exercise: bills
# finds: few-queries N1-IMMEDIATE
# says: 6 immediate loads of Customer.orders
# says: .options(selectinload(Customer.orders))
# file: query.py
from sqlalchemy.orm import immediateload
from sqlmodel import Session, select

from models import Customer


def bills(session: Session) -> list[str]:
    statement = select(Customer).options(immediateload(Customer.orders)).order_by(Customer.id)
    customers = session.exec(statement).unique().all()  # <-
    return [f"{c.name}: {len(c.orders)} orders, {sum(o.pence for o in c.orders)} pence" for c in customers]
