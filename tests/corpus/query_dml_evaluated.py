# Which criteria an UPDATE evaluates in memory, and which need RETURNING.
from typing import Optional
from sqlmodel import SQLModel, Field, Session, select, create_engine, col, update, delete, func
from sqlalchemy import or_, and_, not_, tuple_, text, literal
from sqlalchemy.ext.hybrid import hybrid_property
class Task(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    note: Optional[str] = None
    done: bool = False
    hours: int = 0
    rate: float = 1.0
class User(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
e = create_engine("sqlite://"); SQLModel.metadata.create_all(e)
def fresh():
    s = Session(e)
    s.exec(delete(Task)); 
    s.add_all([Task(id=i, title=f"t{i}", hours=i, done=i % 2 == 0, note=None if i < 2 else f"n{i}") for i in range(1, 5)]); s.commit()
    return s, s.exec(select(Task).order_by(Task.id)).all()
T = Task
crits = [T.hours > 2, T.done, T.done == True, ~T.done, not_(T.done), T.done.is_(True), T.title == "t1", T.title.startswith("t"), T.title.endswith("2"), T.title.contains("3"), T.title.like("t%"), T.note == None, T.note.is_not(None), T.note != "n2", T.hours.in_([1, 2]), T.hours.not_in([1, 2]), T.hours.between(1, 2), T.hours + 1 > 3, T.hours + T.hours + 1 > 3, T.title + "x" == "t1x", T.title + "x" + "y" == "t1xy", func.lower(T.title) == "t1", or_(T.hours > 3, T.note == None), and_(T.done, T.hours > 1), tuple_(T.id, T.hours).in_([(1, 1), (2, 2)]), T.__table__.c.hours > 2, T.id.in_(select(T.id).where(T.hours > 2)), T.hours > User.id, T.hours * T.rate > 2, T.hours / 2 > 1, T.hours % 2 == 0, -T.hours < -2, text("hours > 2"), T.hours > literal(2), not_(T.hours > 2), not_(or_(T.hours > 3, T.done == False)), T.title.in_([]), T.title.op("||")("a") == "t1a", T.title.regexp_match("t1"), T.hours == func.abs(-3)]
for i, c in enumerate(crits):
    for sync in ("auto", "evaluate"):
        s, ts = fresh()
        try:
            r = s.exec(update(Task).where(c).values(hours=T.hours + 10).execution_options(synchronize_session=sync))
            print(i, sync, r.rowcount, [(t.id, t.__dict__.get("hours")) for t in ts])
        except Exception as x:
            print(i, sync, type(x).__name__, str(x).split(" at 0x")[0][:200])
        s.close()
