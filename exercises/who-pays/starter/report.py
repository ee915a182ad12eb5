from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Person


def report(session: Session) -> list[str]:
    statement = (
        select(Person)
        .order_by(Person.name)
        .options(selectinload(Person.ordered), selectinload(Person.unpaid))
    )
    people = session.exec(statement).unique().all()
    lines = []
    for person in people:
        unpaid = sorted(invoice.text for invoice in person.unpaid)
        lines.append(
            f"{person.name} ordered {len(person.ordered)}, "
            f"pays {', '.join(unpaid) or 'nothing'}"
        )
    return lines
