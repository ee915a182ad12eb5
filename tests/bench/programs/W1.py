engine = create_engine("sqlite:///bench.db")
with Session(engine) as session:
    n = 0
    for t in session.exec(select(Task)).all():
        n += len(t.title)
    print("W1", n)
