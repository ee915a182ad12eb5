def main():
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as s:
        ps = [Project(name="Project %d" % i) for i in range(3)]; ws = [Worker(handle="@worker%d" % i) for i in range(50)]
        s.add_all(ps); s.add_all(ws); s.flush()
        s.add_all([Task(title="Task number %d" % i, project_id=ps[i % 3].id, assignee_id=ws[i % 50].id, created_by_id=ws[i * 7 % 50].id) for i in range(100)])
        s.commit()
    with Session(engine) as s:
        n = 0
        for t in s.exec(select(Task)).all(): n += len(t.title) + len(t.assignee.handle) + len(t.project.name)
        print("lazy", n)
    with Session(engine) as s:
        n = 0
        for t in s.exec(select(Task).options(selectinload(Task.assignee), selectinload(Task.project))).all(): n += len(t.title) + len(t.assignee.handle) + len(t.project.name)
        print("selectinload", n)
main()
