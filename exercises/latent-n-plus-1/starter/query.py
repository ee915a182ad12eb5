from sqlmodel import Session, select

from models import Task, Worker


def handles(session: Session) -> list[str]:
    team = session.exec(select(Worker)).all()
    print(len(team), "workers")
    statement = (
        select(Task).where(Task.assignee_id != None).order_by(Task.id)
    )
    tasks = session.exec(statement).all()
    return [f"{task.title}: {task.assignee.handle}" for task in tasks]
