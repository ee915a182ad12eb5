# exercise: bills
# finds: lines RESULT-DIFFERS
# says: should have 6
# file: query.py
from sqlmodel import Session, func, select

from models import Customer, Order


def bills(session: Session) -> list[str]:
    statement = select(Customer.name, func.count(), func.sum(Order.pence)).join(Order).group_by(Customer.id)
    return [f"{name}: {count} orders, {pence} pence" for name, count, pence in session.exec(statement)]
