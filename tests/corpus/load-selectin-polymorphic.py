# Subclasses after their base: selectin_polymorphic(), and relationships of_type() a subclass.
from sqlalchemy import ForeignKey, create_engine, inspect, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, joinedload, selectin_polymorphic, selectinload, with_polymorphic


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
    for x in s.scalars(select(Emp).options(selectin_polymorphic(Emp, [Mgr, Eng])).order_by(Emp.id)):
        print(show(x))
with Session(e) as s:
    options = selectin_polymorphic(Emp, [Mgr]), selectinload(Mgr.papers)
    for x in s.scalars(select(Emp).options(*options).order_by(Emp.id)):
        print(show(x), [p.title for p in getattr(x, "papers", [])])
with Session(e) as s:
    print(s.scalars(select(Company).join(Company.staff.of_type(Mgr)).where(Mgr.level > 3)).one().name)
    print(select(Company).where(Company.staff.of_type(Mgr).any(Mgr.level > 3)))
    c = s.scalars(select(Company).options(selectinload(Company.staff.of_type(Mgr)))).one()
    print([show(x) for x in c.staff])
with Session(e) as s:
    everybody = with_polymorphic(Emp, [Mgr, Eng])
    c = s.scalars(select(Company).options(selectinload(Company.staff.of_type(everybody)))).one()
    print([show(x) for x in c.staff])
with Session(e) as s:
    flat = with_polymorphic(Emp, "*", flat=True)
    c = s.scalars(select(Company).options(joinedload(Company.staff.of_type(flat)))).unique().one()
    print([show(x) for x in c.staff])
with Session(e) as s:
    c = s.scalars(select(Company).options(selectinload(Company.staff).selectin_polymorphic([Mgr, Eng]))).one()
    print([show(x) for x in c.staff])
with Session(e) as s:
    papers = selectinload(Company.staff.of_type(Mgr)).selectinload(Mgr.papers)
    c = s.scalars(select(Company).options(papers)).one()
    print([show(x) for x in c.staff])
