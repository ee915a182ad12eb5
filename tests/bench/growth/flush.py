# Unit of work: inserts through a collection, updates, deletes; each in one flush.
engine = create_engine("sqlite:///w6.db")
with Session(engine) as session:
    worker = Worker(handle="@new")
    project = Project(name="New")
    session.add(worker)
    session.add(project)
    for i in range(COUNT):
        project.tasks.append(Task(title="Task %d" % i, created_by=worker, assignee=worker))
    session.commit()
    tasks = session.exec(select(Task)).all()
    for task in tasks:
        task.title = task.title + "!"
    session.commit()
    for task in session.exec(select(Task)).all():
        session.delete(task)
    session.commit()
    assert session.exec(select(Task)).first() is None
