from sqlmodel import Session, select

from models import Project, Worker


def rosters(session: Session) -> list[str]:
    lines = []
    for project in session.exec(select(Project).order_by(Project.id)).all():
        people = sorted(
            f"{membership.worker.handle} ({membership.role})"
            for membership in project.memberships
        )
        lines.append(f"{project.name}: {', '.join(people)}")
    for worker in session.exec(select(Worker).order_by(Worker.id)).all():
        names = sorted(
            membership.project.name for membership in worker.memberships
        )
        lines.append(f"{worker.handle}: {', '.join(names)}")
    return lines
