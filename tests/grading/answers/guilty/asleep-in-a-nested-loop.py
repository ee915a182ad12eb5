# exercise: ask-for-a-faster-endpoint
# only
# check: {type: no_latent_lazy_load}
# finds: no_latent_lazy_load LATENT-LAZY-LOAD
# says: Task.created_by is not loaded by the query
# file: answer.py
from sqlalchemy.orm import selectinload
from sqlmodel import select

from models import Project, Worker


def project_summary(session, project_id):
    workers = session.exec(select(Worker)).all()
    projects = session.exec(select(Project).options(selectinload(Project.tasks))).unique().all()
    wrote = [task.created_by.handle for project in projects for task in project.tasks]  # <-
    return [len(workers), wrote]
