# Columns and functions of a subclass select from the join of its tables; joins and updates know its own table.
from typing import Optional, List
from sqlalchemy import create_engine, select, func, ForeignKey, exists, case, literal, update, delete
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, aliased, Session, with_polymorphic
class Base(DeclarativeBase): pass
class Company(Base):
    __tablename__ = "company"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    emps: Mapped[List["Emp"]] = relationship(back_populates="company")
    mgrs: Mapped[List["Mgr"]] = relationship(viewonly=True)
class Emp(Base):
    __tablename__ = "emp"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    type: Mapped[str]
    company_id: Mapped[Optional[int]] = mapped_column(ForeignKey("company.id"))
    boss_id: Mapped[Optional[int]] = mapped_column(ForeignKey("emp.id"))
    company: Mapped[Optional[Company]] = relationship(back_populates="emps")
    boss: Mapped[Optional["Emp"]] = relationship(remote_side="Emp.id")
    __mapper_args__ = {"polymorphic_on": "type", "polymorphic_identity": "emp"}
class Mgr(Emp):
    __tablename__ = "mgr"
    id: Mapped[int] = mapped_column(ForeignKey("emp.id"), primary_key=True)
    level: Mapped[int]
    __mapper_args__ = {"polymorphic_identity": "mgr"}
class Dev(Emp):
    lang: Mapped[Optional[str]]
    __mapper_args__ = {"polymorphic_identity": "dev"}
class Boss(Mgr):
    __tablename__ = "boss"
    id: Mapped[int] = mapped_column(ForeignKey("mgr.id"), primary_key=True)
    car: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "boss"}
e = create_engine("sqlite://")
Base.metadata.create_all(e)
s = Session(e)
c1, c2 = Company(name="A"), Company(name="B")
m1 = Mgr(name="m1", level=3, company=c1); m2 = Mgr(name="m2", level=5, company=c2)
b1 = Boss(name="b1", level=9, car="vw", company=c1)
s.add_all([c1, c2, m1, m2, b1, Dev(name="d1", lang="py", company=c1, boss=m1), Emp(name="e1", company=c2, boss=m2)])
s.commit()
def show(label, f):
    try:
        r = f()
        print(label, r)
    except Exception as x:
        print(label, type(x).__name__, str(x)[:300])
def rows(q):
    print(str(q))
    return [tuple(getattr(v, "name", v) for v in r) for r in s.execute(q)]
M = aliased(Mgr, flat=True)
P = with_polymorphic(Emp, "*")
for q in [select(func.count(Mgr.id)), select(func.max(Mgr.level), func.min(Mgr.name)), select(Mgr.name), select(Boss.car, Boss.name), select(Mgr.level + 1),
          select(func.count(Dev.id)), select(func.count()).where(Mgr.level > 1), select(func.count()).select_from(Mgr), select(exists(select(Mgr.id).where(Mgr.level > 3))),
          select(Company.name, func.count(Mgr.id)).join(Company.mgrs).group_by(Company.name), select(Company).join(Mgr).where(Mgr.level > 3),
          select(Company.name, select(func.count(Mgr.id)).where(Mgr.company_id == Company.id).scalar_subquery()), select(Emp).where(Emp.id.in_(select(Mgr.id))),
          select(Emp.name).join(M, M.id == Emp.boss_id), select(Emp).where(Emp.boss.of_type(Mgr).has(Mgr.level == 3)), select(P.name, P.Mgr.level).order_by(P.id)]:
    show("rows", lambda: rows(q))
show("update", lambda: s.execute(update(Mgr).where(Mgr.level > 4).values(level=1)).rowcount)
show("levels", lambda: [m.level for m in s.scalars(select(Mgr).order_by(Mgr.id))])
show("delete", lambda: s.execute(delete(Dev)).rowcount)
