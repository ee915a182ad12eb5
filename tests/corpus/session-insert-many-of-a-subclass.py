from typing import Optional
from sqlalchemy import *
from sqlalchemy.orm import *
class Base(DeclarativeBase): pass
class Employee(Base):
    __tablename__ = "employee"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    type: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "employee", "polymorphic_on": "type"}
class Manager(Employee):
    __tablename__ = "manager"
    id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    manager_name: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "manager"}
e = create_engine("sqlite://"); Base.metadata.create_all(e)

with Session(e) as s:
    s.execute(insert(Manager), [{"name": "a", "manager_name": "x"}, {"name": "b", "manager_name": "y"}])
    s.bulk_insert_mappings(Manager, [{"name": "c", "manager_name": "z"}])
    s.commit()
    print([(m.id, m.name, m.manager_name, m.type) for m in s.scalars(select(Manager).order_by(Manager.id))])
