from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Employee(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    manager_id: Optional[int] = Field(
        default=None, foreign_key="employee.id", index=True
    )

    manager: Optional["Employee"] = Relationship(
        sa_relationship_kwargs={"remote_side": "Employee.id"}
    )
    reports: list["Employee"] = Relationship(
        sa_relationship_kwargs={"viewonly": True}
    )
