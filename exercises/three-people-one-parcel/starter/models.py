from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Person(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    sent: list["Parcel"] = Relationship(
        back_populates="sender",
        sa_relationship_kwargs={"foreign_keys": "[Parcel.sender_id]"},
    )
    received: list["Parcel"] = Relationship(
        back_populates="recipient",
        sa_relationship_kwargs={"foreign_keys": "[Parcel.recipient_id]"},
    )
    carried: list["Parcel"] = Relationship(
        back_populates="courier",
        sa_relationship_kwargs={"foreign_keys": "[Parcel.recipient_id]"},
    )


class Parcel(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    label: str
    sender_id: int = Field(foreign_key="person.id", index=True)
    recipient_id: int = Field(foreign_key="person.id", index=True)
    courier_id: Optional[int] = Field(
        default=None, foreign_key="person.id", index=True
    )

    sender: Person = Relationship(
        back_populates="sent",
        sa_relationship_kwargs={"foreign_keys": "[Parcel.sender_id]"},
    )
    recipient: Person = Relationship(
        back_populates="received",
        sa_relationship_kwargs={"foreign_keys": "[Parcel.recipient_id]"},
    )
    courier: Optional[Person] = Relationship(
        back_populates="carried",
        sa_relationship_kwargs={"foreign_keys": "[Parcel.courier_id]"},
    )
