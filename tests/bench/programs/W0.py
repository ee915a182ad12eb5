engine = create_engine("sqlite:///bench.db")
with Session(engine) as session:
    n = 0
    t = session.exec(select(Task).where(Task.id == 1)).first()
    n = len(t.title)
    print("W0", n)
