from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Person(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    ordered: list["Invoice"] = Relationship(
        back_populates="customer",
        sa_relationship_kwargs={"foreign_keys": "[Invoice.customer_id]"},
    )
    unpaid: list["Invoice"] = Relationship(
        sa_relationship_kwargs={
            "primaryjoin": (
                "and_(Person.id == Invoice.payer_id, "
                "Invoice.paid == False)"
            ),
            "foreign_keys": "[Person.id]",
            "viewonly": True,
        }
    )


class Invoice(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    text: str
    paid: bool = False
    customer_id: int = Field(foreign_key="person.id")
    payer_id: int = Field(foreign_key="person.id")

    customer: Person = Relationship(
        back_populates="ordered",
        sa_relationship_kwargs={"foreign_keys": "[Invoice.customer_id]"},
    )
    payer: Person = Relationship(
        sa_relationship_kwargs={"foreign_keys": "[Invoice.payer_id]"}
    )
