from sqlmodel import Session, select

from models import Parcel, Person


def log(session: Session) -> list[str]:
    lines = []
    for parcel in session.exec(select(Parcel).order_by(Parcel.id)).all():
        courier = parcel.courier.name if parcel.courier else "nobody yet"
        lines.append(
            f"{parcel.label}: {parcel.sender.name} to "
            f"{parcel.recipient.name}, by {courier}"
        )
    for person in session.exec(select(Person).order_by(Person.id)).all():
        for what in ("sent", "received", "carried"):
            labels = [parcel.label for parcel in getattr(person, what)]
            lines.append(
                f"{person.name} {what}: {', '.join(labels) or 'nothing'}"
            )
    return lines
