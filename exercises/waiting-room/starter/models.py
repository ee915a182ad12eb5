from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Vet(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    visits: list["Visit"] = Relationship(back_populates="vet")


class Visit(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    animal: str
    vet_id: Optional[int] = Field(
        default=None, foreign_key="vet.id", index=True
    )

    vet: Optional[Vet] = Relationship(back_populates="visits")
