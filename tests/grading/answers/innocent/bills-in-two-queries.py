# exercise: bills
# file: query.py
from itertools import groupby
from operator import attrgetter

from sqlmodel import Session, select

from models import Customer, Order


def bills(session: Session) -> list[str]:
    customers = session.exec(select(Customer).order_by(Customer.id)).all()
    ids = [customer.id for customer in customers]
    orders = session.exec(select(Order).where(Order.customer_id.in_(ids)).order_by(Order.customer_id)).all()
    by_customer = {key: list(group) for key, group in groupby(orders, key=attrgetter("customer_id"))}

    def line(customer: Customer) -> str:
        mine = by_customer.get(customer.id, [])
        return f"{customer.name}: {len(mine)} orders, {sum(map(attrgetter('pence'), mine))} pence"

    return list(map(line, customers))
