# unique() is asked for by the first row, not by the query.
from typing import List, Optional
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select
from sqlalchemy.orm import joinedload
class W(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    n: str
    ts: List["T"] = Relationship(back_populates="w")
class T(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    w_id: Optional[int] = Field(default=None, foreign_key="w.id")
    w: Optional[W] = Relationship(back_populates="ts")
engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine) as s:
    q = select(W).options(joinedload(W.ts))
    def t(f):
        try: print(f())
        except Exception as e: print(type(e).__name__, str(e)[:80])
    def allof():
        t(lambda: s.exec(q).all())
        t(lambda: s.exec(q).first())
        t(lambda: s.exec(q).one())
        t(lambda: s.exec(q).one_or_none())
        t(lambda: list(s.exec(q)))
        t(lambda: [list(p) for p in s.exec(q).partitions(2)])
        t(lambda: s.exec(q).fetchmany(2))
    allof()
    s.add(W(n="a", ts=[T(), T()])); s.commit()
    t(lambda: len(s.exec(q.where(W.n=="b")).all()))
    t(lambda: s.exec(q).all())
    t(lambda: s.exec(q).one())
