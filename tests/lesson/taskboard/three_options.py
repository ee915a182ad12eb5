# selects: 4
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task
from seed import seed

with Session(seed()) as session:
    statement = (
        select(Task)
        .options(selectinload(Task.assignee), selectinload(Task.project), selectinload(Task.subtasks))
        .where(Task.project_id == 1)
    )
    for task in session.exec(statement).unique().all():
        print(task.title, task.assignee.handle, task.project.name, len(task.subtasks))
