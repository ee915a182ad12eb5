from sqlmodel import Session, select

from models import Customer, Order


def bills(session: Session) -> list[str]:
    customers = session.exec(select(Customer).order_by(Customer.id)).all()
    lines = []
    for start in range(0, len(customers), 40):
        parcel = customers[start : start + 40]
        ids = [customer.id for customer in parcel]
        orders = session.exec(
            select(Order).where(Order.customer_id.in_(ids))
        ).all()
        for customer in parcel:
            own = [
                order.pence
                for order in orders
                if order.customer_id == customer.id
            ]
            lines.append(
                f"{customer.name}: {len(own)} orders, {sum(own)} pence"
            )
    return lines
