from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Doctor(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    appointments: list["Appointment"] = Relationship(
        back_populates="doctor"
    )


class Appointment(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    patient: str
    doctor_id: int = Field(foreign_key="doctor.id", index=True)

    doctor: Doctor = Relationship(back_populates="appointments")
