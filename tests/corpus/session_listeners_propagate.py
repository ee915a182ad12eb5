# Listeners of a base class: its own, those that propagate, and those of a class that is not mapped.
from typing import Optional
from sqlalchemy import event, create_engine, ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, Session
class Base(DeclarativeBase): pass
@event.listens_for(Base, "before_insert", propagate=True)
def hold(mapper, connection, target): print("hold", mapper.class_.__name__, target.name)
@event.listens_for(Base, "init", propagate=True)
def held_init(target, args, kwargs): print("init", type(target).__name__, args, kwargs)
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    type: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "type", "polymorphic_identity": "a"}
@event.listens_for(A, "before_insert")
def only_a(mapper, connection, target): print("only A", target.name)
@event.listens_for(A, "before_insert", propagate=True)
def a_down(mapper, connection, target): print("A and below", target.name)
class B(A):
    __mapper_args__ = {"polymorphic_identity": "b"}
@event.listens_for(B, "before_insert")
def only_b(mapper, connection, target): print("only B", target.name)
@event.listens_for(A.name, "set")
def nset(target, value, old, initiator): print("A.name", value)
@event.listens_for(A.name, "set", propagate=True)
def nsetp(target, value, old, initiator): print("A.name propagate", value)
class C(B):
    __mapper_args__ = {"polymorphic_identity": "c"}
@event.listens_for(A, "load", propagate=True, raw=True)
def ld(target, context): print("load", type(target).__name__, target.object.name)
@event.listens_for(A, "before_update", named=True, propagate=True)
def bu(**kw): print(sorted(kw), kw["target"].name)
from sqlalchemy.orm import Mapper
@event.listens_for(Mapper, "before_insert")
def everybody(mapper, connection, target): print("every", target.name)
e = create_engine("sqlite://"); Base.metadata.create_all(e)
with Session(e) as s:
    s.add_all([A(name="x"), B(name="y"), C(name="z")]); s.commit()
    s.expunge_all()
    from sqlalchemy import select
    for o in s.scalars(select(A).order_by(A.id)): print(o.name, type(o).__name__)
    o.name = "changed"
    s.commit()
    event.remove(A, "before_insert", a_down)
    event.remove(Base, "before_insert", hold)
    s.add(C(name="last")); s.flush()
