engine = create_engine("sqlite:///n1.db")
with Session(engine) as session:
    n = 0
    for t in session.exec(select(Task)).all():
        n += len(t.assignee.handle)
    print("W5", n)
