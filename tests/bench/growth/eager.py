# selectin in both directions, and a joined collection, which needs unique().
engine = create_engine("sqlite:///bench.db")
with Session(engine) as session:
    tasks = session.exec(select(Task).options(selectinload(Task.assignee), selectinload(Task.subtasks))).all()
    assert sum(len(t.subtasks) for t in tasks) == sum(1 for t in tasks if t.parent_task_id)
with Session(engine) as session:
    projects = session.exec(select(Project).options(selectinload(Project.tasks))).all()
    assert sum(len(p.tasks) for p in projects) == COUNT
with Session(engine) as session:
    projects = session.exec(select(Project).options(joinedload(Project.tasks))).unique().all()
    assert sum(len(p.tasks) for p in projects) == COUNT
