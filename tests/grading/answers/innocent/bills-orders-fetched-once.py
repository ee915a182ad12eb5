# exercise: bills
# check: {type: no_latent_lazy_load}
# file: query.py
from collections import defaultdict

from sqlmodel import Session, select

from models import Customer, Order


def bills(session: Session) -> list[str]:
    spent = defaultdict(list)
    for order in session.exec(select(Order)):
        spent[order.customer_id].append(order.pence)
    customers = session.exec(select(Customer).order_by(Customer.id)).all()
    return [f"{c.name}: {len(spent[c.id])} orders, {sum(spent[c.id])} pence" for c in customers]
