# The record of a run: one statement for each task, each noted with its line and its cause.
engine = create_engine("sqlite:///bench.db")
with Session(engine) as session:
    for number in range(1, COUNT + 1):
        assert session.get(Task, number).id == number
