from sqlmodel import Session, select

from models import Customer, Order


def bills(session: Session) -> list[str]:
    customers = session.exec(select(Customer).order_by(Customer.id)).all()
    count = {customer.id: 0 for customer in customers}
    total = dict(count)
    for order in session.exec(select(Order)).all():
        count[order.customer_id] += 1
        total[order.customer_id] += order.pence
    return [
        f"{c.name}: {count[c.id]} orders, {total[c.id]} pence"
        for c in customers
    ]
