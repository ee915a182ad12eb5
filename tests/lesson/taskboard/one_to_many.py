# selects: 2
from sqlmodel import Session, select

from models import Project
from seed import seed

with Session(seed(tasks=6, workers=3)) as session:
    project = session.exec(select(Project)).one()
    print(project.name, [task.title for task in project.tasks])
    print(all(task.project is project for task in project.tasks))
