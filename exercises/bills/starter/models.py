from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Customer(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    orders: list["Order"] = Relationship(back_populates="customer")


class Order(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    item: str
    pence: int
    customer_id: int = Field(foreign_key="customer.id", index=True)

    customer: Customer = Relationship(back_populates="orders")
