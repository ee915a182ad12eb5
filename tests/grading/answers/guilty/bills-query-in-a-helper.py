# exercise: bills
# finds: few-queries N1-QUERY
# says: the same query 6 times
# file: query.py
from sqlmodel import Session, select

from models import Customer, Order


def orders_of(session: Session, customer: Customer) -> list[Order]:
    statement = select(Order).where(Order.customer_id == customer.id)
    return session.exec(statement).all()  # <-


def bills(session: Session) -> list[str]:
    lines = []
    for customer in session.exec(select(Customer).order_by(Customer.id)).all():
        orders = orders_of(session, customer)
        lines.append(f"{customer.name}: {len(orders)} orders, {sum(order.pence for order in orders)} pence")
    return lines
