# selects: 3
from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models import Task, Worker
from seed import seed

with Session(seed(tasks=20, workers=5)) as session:
    statement = select(Task).options(selectinload(Task.assignee).selectinload(Worker.assigned_tasks))
    for task in session.exec(statement).unique().all():
        print(task.title, task.assignee.handle, len(task.assignee.assigned_tasks))
