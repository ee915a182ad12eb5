# exercise: ask-for-a-faster-endpoint
# only
# check: {type: no_latent_lazy_load}
# check: {type: eager_used}
# check: {type: query_count, select: {max: 2}}
# file: answer.py
from sqlalchemy.orm import selectinload
from sqlmodel import select

from models import Project


def project_summary(session, project_id):
    projects = session.exec(select(Project).options(selectinload(Project.tasks)).order_by(Project.id)).unique().all()
    return [f"{task.title} ({task.project.name})" for project in projects for task in project.tasks]
