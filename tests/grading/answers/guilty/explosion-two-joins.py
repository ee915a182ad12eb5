# exercise: row-explosion
# finds: few-rows ROW-EXPLOSION
# says: rows for
# says: selectinload(Project.notes)
# file: query.py
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from models import Project


def overview(session: Session) -> list[str]:
    statement = select(Project).options(joinedload(Project.tasks), joinedload(Project.notes)).order_by(Project.id)
    projects = session.exec(statement).unique().all()  # <-
    return [f"{p.name}: {len(p.tasks)} tasks, {len(p.notes)} notes" for p in projects]
