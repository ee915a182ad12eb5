# Listeners are found again by target, name and function, methods included; each listens once.
from sqlalchemy import event
from sqlmodel import Field, Session, SQLModel, create_engine, select


class Task(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str


engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
sent = 0


def count(connection, cursor, statement, parameters, context, executemany):
    global sent
    sent += 1


class Commits:
    def __init__(self):
        self.seen = 0

    def one_more(self, session):
        self.seen += 1


commits = Commits()
event.listen(engine, "before_cursor_execute", count)
event.listen(engine, "before_cursor_execute", count)
with Session(engine) as session:
    event.listen(session, "before_commit", commits.one_more)
    print(event.contains(session, "before_commit", commits.one_more), event.contains(session, "after_commit", commits.one_more))
    event.listen(session, "before_commit", commits.one_more)
    session.add(Task(title="first"))
    session.commit()
    print(commits.seen, sent)
    event.remove(session, "before_commit", commits.one_more)
    session.add(Task(title="second"))
    session.commit()
    print(commits.seen, sent, event.contains(session, "before_commit", commits.one_more))
    event.remove(engine, "before_cursor_execute", count)
    print(len(session.exec(select(Task)).all()), sent)
    try:
        event.remove(engine, "before_cursor_execute", count)
    except Exception as error:
        print(type(error).__name__, str(error).split(" / <")[0])


@event.listens_for(Task.title, "set", active_history=True)
def changed(task, value, old, initiator):
    print("set", old, value)


@event.listens_for(Session, "after_flush", once=True)
def flushed(session, flush_context):
    print("flushed")


with Session(engine) as session:
    task = session.get(Task, 1)
    session.expire(task)
    task.title = "third"
    session.flush()
    task.title = "fourth"
    session.flush()
    event.remove(Task.title, "set", changed)
    task.title = "fifth"
    session.rollback()
