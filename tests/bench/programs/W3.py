engine = create_engine("sqlite:///bench.db")
with Session(engine) as session:
    n = 0
    for p in session.exec(select(Project).options(selectinload(Project.tasks))).all():
        for t in p.tasks:
            n += len(t.title)
    print("W3", n)
