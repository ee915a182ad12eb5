from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Customer


def bills(session: Session) -> list[str]:
    statement = (
        select(Customer)
        .options(selectinload(Customer.orders))
        .order_by(Customer.id)
    )
    lines = []
    for customer in session.exec(statement).unique().all():
        total = sum(order.pence for order in customer.orders)
        lines.append(
            f"{customer.name}: {len(customer.orders)} orders, {total} pence"
        )
    return lines
