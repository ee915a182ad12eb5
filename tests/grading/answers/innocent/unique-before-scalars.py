# exercise: bills
# file: query.py
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlmodel import Session

from models import Customer


def bills(session: Session) -> list[str]:
    result = session.execute(select(Customer).options(joinedload(Customer.orders)).order_by(Customer.id))
    customers = result.unique().scalars().all()
    return [f"{c.name}: {len(c.orders)} orders, {sum(o.pence for o in c.orders)} pence" for c in customers]
