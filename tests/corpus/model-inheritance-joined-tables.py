# Employees in a table of their own and in those of their subclasses.
from sqlalchemy import ForeignKey, create_engine, inspect, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, aliased


class Base(DeclarativeBase):
    pass


class Company(Base):
    __tablename__ = "company"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    staff: Mapped[list["Emp"]] = relationship(back_populates="company")


class Emp(Base):
    __tablename__ = "emp"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    type: Mapped[str]
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    company: Mapped["Company"] = relationship(back_populates="staff")
    __mapper_args__ = {"polymorphic_on": "type", "polymorphic_identity": "emp"}


class Mgr(Emp):
    __tablename__ = "mgr"
    id: Mapped[int] = mapped_column(ForeignKey("emp.id"), primary_key=True)
    level: Mapped[int]
    papers: Mapped[list["Paper"]] = relationship(back_populates="mgr")
    __mapper_args__ = {"polymorphic_identity": "mgr"}


class Eng(Emp):
    __tablename__ = "eng"
    id: Mapped[int] = mapped_column(ForeignKey("emp.id"), primary_key=True)
    lang: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "eng"}


class Paper(Base):
    __tablename__ = "paper"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    mgr_id: Mapped[int] = mapped_column(ForeignKey("mgr.id"))
    mgr: Mapped["Mgr"] = relationship(back_populates="papers")


e = create_engine("sqlite://")
Base.metadata.create_all(e)
with Session(e) as s:
    c = Company(name="C")
    c.staff = [Emp(name="a"), Mgr(name="m", level=3, papers=[Paper(title="p1"), Paper(title="p2")]), Eng(name="g", lang="py"), Mgr(name="n", level=4)]
    s.add(c)
    s.commit()


def show(x):
    return (type(x).__name__, x.name, getattr(x, "level", None), getattr(x, "lang", None))


with Session(e) as s:
    for x in s.scalars(select(Emp).order_by(Emp.id)):
        print(show(x))
with Session(e) as s:
    for x in s.scalars(select(Mgr)):
        print(show(x), [p.title for p in x.papers])
    print(show(s.get(Emp, 3)), s.get(Mgr, 3))
    m = s.get(Mgr, 2)
    m.level = 9
    m.name = "mm"
    s.commit()
    print(show(m))
    m.level = 1
    s.commit()
    m.name = "z"
    s.commit()
    s.delete(m.papers[0])
    s.commit()
    s.delete(s.get(Mgr, 4))
    s.commit()
    print(inspect(Mgr).inherits, [t.name for t in inspect(Mgr).tables], sorted(inspect(Emp).polymorphic_map))
print(select(Mgr.level, Mgr.name))
print(select(Mgr.id))
print(select(aliased(Mgr)))
