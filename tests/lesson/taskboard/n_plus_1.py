# selects: 51
# lazy: 50 Task.assignee
from sqlmodel import Session, select

from models import Task
from seed import seed

with Session(seed()) as session:
    tasks = session.exec(select(Task)).all()
    for task in tasks:
        print(f"{task.title}: {task.assignee.handle}")
