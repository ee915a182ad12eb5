# exercise: bills
# finds: few-queries N1-QUERY
# says: the same query 6 times
# file: query.py
from sqlalchemy import text
from sqlmodel import Session, select

from models import Customer


def bills(session: Session) -> list[str]:
    lines = []
    for customer in session.exec(select(Customer).order_by(Customer.id)).all():
        found = session.execute(text(f'SELECT pence FROM "order" WHERE customer_id = {customer.id}')).all()  # <-
        lines.append(f"{customer.name}: {len(found)} orders, {sum(pence for (pence,) in found)} pence")
    return lines
