# exercise: ask-for-a-faster-endpoint
# file: answer.py
Sure! Here is a version that sends two statements, whatever the size:

```python
from sqlmodel import Session, select

from models import Project, Task, Worker


def project_summary(session: Session, project_id: int) -> dict:
    name = session.exec(select(Project.name).where(Project.id == project_id)).one()
    rows = session.exec(
        select(Task.title, Worker.handle)
        .outerjoin(Worker, Worker.id == Task.assignee_id)
        .where(Task.project_id == project_id)
        .order_by(Task.id)
    ).all()
    return {"name": name, "tasks": [{"title": title, "who": who} for title, who in rows]}
```

It sends 2 statements instead of 2 + n. Let me know if you need anything else!
