# exercise: upside-down
# file: models.py
from typing import List, Optional

from sqlalchemy.orm import backref, relationship
from sqlmodel import Field, Relationship, SQLModel


class Employee(SQLModel, table=True):
    __tablename__ = "employee"

    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    manager_id: Optional[int] = Field(default=None, foreign_key="employee.id", index=True)

    manager: Optional["Employee"] = Relationship(
        sa_relationship=relationship("Employee", back_populates="reports", remote_side="[Employee.id]", uselist=False)
    )
    reports: List["Employee"] = Relationship(sa_relationship=relationship("Employee", back_populates="manager"))
