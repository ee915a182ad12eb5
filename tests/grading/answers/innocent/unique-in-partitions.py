# exercise: bills
# file: query.py
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlmodel import Session

from models import Customer


def bills(session: Session) -> list[str]:
    result = session.scalars(select(Customer).options(selectinload(Customer.orders)).order_by(Customer.id)).unique()
    lines: list[str] = []
    for part in result.partitions(4):
        lines.extend(f"{c.name}: {len(c.orders)} orders, {sum(o.pence for o in c.orders)} pence" for c in part)
    return lines
