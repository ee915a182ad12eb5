# exercise: bills
# tried: to fill the memory with rows
# stopped: LIMIT
# file: query.py
from models import Order


def bills(session):
    number = 0
    while True:
        session.add_all([Order(item="x" * 1000, pence=number, customer_id=1) for number in range(1000)])
        session.flush()
