# exercise: bills
# finds: few-queries N1-LAZY
# says: lazy loads of Customer.orders
# file: query.py
from sqlmodel import Session, select

from models import Customer


def bills(session: Session) -> list[str]:
    def line(customer: Customer) -> str:
        orders = customer.orders  # <-
        return f"{customer.name}: {len(orders)} orders, {sum(order.pence for order in orders)} pence"

    return [line(customer) for customer in session.exec(select(Customer).order_by(Customer.id))]
