engine = create_engine("sqlite:///w6.db")
with Session(engine) as session:
    ts = [Task(title="Imported task number %d" % i, project_id=1 + i % 100, assignee_id=1 + i % 1000, created_by_id=1 + i * 271 % 1000, parent_task_id=None) for i in range(COUNT)]
    session.add_all(ts)
    session.flush()
    n = sum(t.id for t in ts)
    session.commit()
    print("W6", n)
