# exercise: row-explosion
# check: {type: eager_used}
# check: {type: no_lazy_load}
# file: query.py
from sqlalchemy.orm import raiseload, selectinload
from sqlmodel import Session, select

from models import Project


def overview(session: Session) -> list[str]:
    options = [selectinload(Project.tasks), selectinload(Project.notes), raiseload("*")]
    projects = session.exec(select(Project).options(*options).order_by(Project.id)).unique().all()
    return [f"{p.name}: {len(p.tasks)} tasks, {len(p.notes)} notes" for p in projects]
