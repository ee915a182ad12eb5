# exercise: bills
# check: {type: eager_used}
# check: {type: loader_for, path: Customer.orders, any_of: [selectinload, subqueryload]}
# file: query.py
from sqlalchemy.orm import subqueryload
from sqlmodel import Session, select

from models import Customer


def bills(session: Session) -> list[str]:
    customers = session.exec(select(Customer).options(subqueryload(Customer.orders)).order_by(Customer.id)).unique().all()
    return [f"{c.name}: {len(c.orders)} orders, {sum(o.pence for o in c.orders)} pence" for c in customers]
