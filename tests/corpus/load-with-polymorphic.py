# Subclasses in the statement of their base: with_polymorphic().
from sqlalchemy import ForeignKey, create_engine, inspect, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload, with_polymorphic


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
    P = with_polymorphic(Emp, [Mgr, Eng])
    print(select(P))
    for x in s.scalars(select(P).order_by(P.id)):
        print(show(x))
    print([show(x) for x in s.scalars(select(P).where(P.Mgr.level > 3))])
with Session(e) as s:
    P = with_polymorphic(Emp, "*")
    for x in s.scalars(select(P).where((P.Mgr.level == 3) | (P.Eng.lang == "py")).order_by(P.Mgr.level)):
        print(show(x))
    print(select(P.name, P.Mgr.level))
with Session(e) as s:
    P = with_polymorphic(Emp, [Mgr], flat=True)
    print(select(P))
    for x in s.scalars(select(P).options(selectinload(P.Mgr.papers)).order_by(P.id)):
        print(x.name, [p.title for p in x.papers] if isinstance(x, Mgr) else None)
with Session(e) as s:
    P = with_polymorphic(Emp, "*", aliased=True)
    print(select(P.name, P.Mgr.level))
    print([x.name for x in s.scalars(select(P).where(P.Eng.lang == "py"))])
