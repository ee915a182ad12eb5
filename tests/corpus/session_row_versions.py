# A version column: known after each flush, asked for by UPDATE and DELETE.
from typing import Optional, List
from sqlalchemy import *
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, Session, composite, validates
from sqlalchemy.orm.exc import StaleDataError
import dataclasses
class Base(DeclarativeBase): pass
@dataclasses.dataclass
class Point:
    x: int
    y: int
class V(Base):
    __tablename__ = "v"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    version_id: Mapped[int] = mapped_column(nullable=False)
    start: Mapped[Point] = composite(mapped_column("sx"), mapped_column("sy"))
    created: Mapped[str] = mapped_column(server_default=text("'now'"))
    touched: Mapped[Optional[str]] = mapped_column(onupdate=func.upper("x"))
    __mapper_args__ = {"version_id_col": version_id, "eager_defaults": True}
    @validates("name", "created")
    def check(self, key, value):
        print("validate", key, value)
        if not value: raise ValueError("empty " + key)
        return value.strip()
e = create_engine("sqlite://"); Base.metadata.create_all(e)
def show(label, f):
    try: print(label, f())
    except Exception as x: print(label, type(x).__name__, str(x)[:300])
with Session(e) as s:
    v = V(name=" a ", start=Point(1, 2)); s.add(v); s.commit()
    print(v.name, v.version_id, v.start, v.created)
    v.name = "b"; s.commit(); print(v.version_id, v.touched)
    v.start = Point(5, 6); s.commit(); print(v.version_id, v.start)
    print(s.scalars(select(V).where(V.start == Point(5, 6))).one().name)
    show("bad", lambda: V(name=""))
    s.execute(text("update v set version_id = 99"))
    v.name = "c"
    show("stale", lambda: s.commit())
    s.rollback()
    show("ver", lambda: v.version_id)
    s.execute(text("delete from v"))
    show("del", lambda: (s.delete(v), s.flush()))
    s.rollback()
    s.add_all([V(name="p", start=Point(0, 0)), V(name="q", start=Point(0, 1))]); s.flush()
    for o in s.scalars(select(V)): o.name += "!"
    s.flush()
    for o in s.scalars(select(V)): s.delete(o)
    s.flush()
    print(s.scalar(select(func.count(V.id))))
class W(Base):
    __tablename__ = "w"
    id: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[int]
    b: Mapped[Optional[int]] = mapped_column(server_default=text("7"))
    c: Mapped[Optional[int]] = mapped_column(Computed("a * 2"))
    d: Mapped[Optional[int]] = mapped_column(server_default=FetchedValue(), server_onupdate=FetchedValue())
Base.metadata.create_all(e)
with Session(e) as s:
    w = W(a=3); s.add(w); s.flush(); print("b" in w.__dict__, w.b, w.c)
    w.a = 5; s.flush(); print("c" in w.__dict__, w.c, w.d)
    ws = [W(a=i) for i in range(3)]; s.add_all(ws); s.flush(); print([(x.b, x.c) for x in ws])
