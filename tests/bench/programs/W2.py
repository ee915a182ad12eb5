engine = create_engine("sqlite:///bench.db")
with Session(engine) as session:
    n = 0
    for t in session.exec(select(Task).options(selectinload(Task.assignee), selectinload(Task.project))).all():
        n += len(t.title) + len(t.project.name)
        if t.assignee:
            n += len(t.assignee.handle)
    print("W2", n)
