# exercise: bills
# finds: lines RESULT-DIFFERS
# says: should have 6
# file: query.py
from sqlmodel import Session, select

from models import Customer, Order


def bills(session: Session) -> list[str]:
    rows = session.exec(select(Customer, Order).outerjoin(Order).order_by(Customer.id)).all()
    return [f"{customer.name}: 1 orders, {order.pence if order else 0} pence" for customer, order in rows]
