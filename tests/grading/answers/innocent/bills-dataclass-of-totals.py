# exercise: bills
# file: query.py
from dataclasses import dataclass

from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Customer


@dataclass
class Bill:
    name: str
    count: int = 0
    pence: int = 0

    def __str__(self) -> str:
        return f"{self.name}: {self.count} orders, {self.pence} pence"


def bills(session: Session) -> list[str]:
    made: list[Bill] = []
    for customer in session.exec(select(Customer).options(selectinload(Customer.orders)).order_by(Customer.id)).unique().all():
        bill = Bill(customer.name)
        for order in customer.orders:
            bill.count += 1
            bill.pence += order.pence
        made.append(bill)
    return [str(bill) for bill in made]
