# exercise: bills
# only
# check: {type: result_equals, ordered: false}
# check: {type: query_count, select: {max: 2}, dml: {max: 0}}
# file: query.py
from sqlmodel import select

from models import Customer, Order


def bills(session):
    names = {customer.id: customer.name for customer in session.exec(select(Customer))}
    found = {number: [] for number in names}
    for order in session.exec(select(Order)):
        found[order.customer_id].append(order.pence)
    return [f"{names[n]}: {len(p)} orders, {sum(p)} pence" for n, p in sorted(found.items(), reverse=True)]
