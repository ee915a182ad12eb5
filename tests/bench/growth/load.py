# Identity map: all rows twice, the second time answered by the map. unique() over rows that repeat their object.
engine = create_engine("sqlite:///bench.db")
with Session(engine) as session:
    tasks = session.exec(select(Task)).all()
    again = session.exec(select(Task)).all()
    assert len(tasks) == len(again) and tasks[-1] is again[-1]
    twice = session.exec(select(Task).join(Project).options(joinedload(Task.project))).unique().all()
    assert len(twice) == len(tasks)
