from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Doctor(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    appointments: list["Appointment"] = Relationship(
        sa_relationship_kwargs={
            "back_populates": "doctor",
            "order_by": "Appointment.id",
        }
    )


class Appointment(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    patient: str
    doctor_id: int = Field(foreign_key="doctor.id", index=True)

    doctor: Doctor = Relationship(back_populates="appointments")
