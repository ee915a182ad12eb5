from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Person


def report(session: Session) -> list[str]:
    people = select(Person).order_by(Person.name).options(selectinload(Person.ordered), selectinload(Person.unpaid))
    return [
        f"{person.name} ordered {len(person.ordered)}, pays {', '.join(sorted(i.text for i in person.unpaid)) or 'nothing'}"
        for person in session.exec(people).unique()
    ]
