engine = create_engine("sqlite:///bench.db")
with Session(engine) as session:
    n = 0
    for a in session.exec(select(Task).where(Task.id <= 1000).options(selectinload(Task.subtasks).selectinload(Task.subtasks))).all():
        n += len(a.title)
        for b in a.subtasks:
            n += len(b.title)
            for c in b.subtasks:
                n += len(c.title)
    print("W7", n)
