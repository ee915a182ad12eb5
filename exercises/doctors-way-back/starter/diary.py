from sqlmodel import Session, select

from models import Doctor


def day(session: Session) -> list[str]:
    lines = []
    for doctor in session.exec(select(Doctor).order_by(Doctor.name)).all():
        names = [
            f"{entry.patient} (to {entry.doctor.name})"
            for entry in doctor.appointments
        ]
        lines.append(f"{doctor.name}: {', '.join(names) or 'free'}")
    return lines
