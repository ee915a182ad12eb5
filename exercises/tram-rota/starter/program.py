from sqlmodel import Session, select

from models import Trip


def rota(session: Session) -> list[str]:
    trips = session.exec(select(Trip).order_by(Trip.id)).all()
    lines = []
    for trip in trips:
        driver = trip.driver
        lines.append(
            f"{trip.stop}: {driver.name if driver else 'no driver'}"
        )
    return lines
