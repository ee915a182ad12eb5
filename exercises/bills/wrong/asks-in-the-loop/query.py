from sqlmodel import Session, select

from models import Customer, Order


def bills(session: Session) -> list[str]:
    lines = []
    for customer in session.exec(
        select(Customer).order_by(Customer.id)
    ).all():
        orders = session.exec(
            select(Order).where(Order.customer_id == customer.id)
        ).all()
        lines.append(
            f"{customer.name}: {len(orders)} orders, "
            f"{sum(order.pence for order in orders)} pence"
        )
    return lines
