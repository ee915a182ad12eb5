"""Projects and workers, linked with a role: lists of several, an empty project, a worker of none, one in several roles."""
from models import Membership, Project, Worker


def build(session, size, seed):
    workers = [Worker(handle=f"@w{seed}_{n}") for n in range(6)]
    projects = [Project(name=f"project {n + 1} of {seed}") for n in range(max(size, 3) + 1)]
    session.add_all(workers + projects)
    session.flush()
    for n, project in enumerate(projects[:-1]):
        for k in range(2 + n % 3):
            worker = workers[(n + 2 * k + seed) % 5]
            if session.get(Membership, (project.id, worker.id)) is None:
                role = ("lead", "treasurer", "helper")[(n + k) % 3]
                session.add(Membership(project_id=project.id, worker_id=worker.id, role=role))
                session.flush()
