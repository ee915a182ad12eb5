# selects: 3
from sqlmodel import Session, select

from models import Task, Worker
from seed import seed

with Session(seed(tasks=6, workers=3)) as session:
    worker = session.exec(select(Worker).where(Worker.handle == "@worker1")).one()
    print("assigned", [task.title for task in worker.assigned_tasks])
    print("created", [task.title for task in worker.created_tasks])
