"""Doctors with one, two and more appointments, and one who is free all day."""
import random

from models import Appointment, Doctor


def build(session, size, seed):
    rng = random.Random(seed)
    doctors = [Doctor(name=f"Dr {rng.choice('ABCDEF')}{n + 1} of {seed}") for n in range(max(4, size // 3))]
    session.add_all(doctors)
    session.flush()
    busy = [doctor.id for doctor in doctors[1:]]
    for n in range(size):
        session.add(Appointment(patient=f"patient {n + 1} of {seed}", doctor_id=busy[n * n % len(busy)] if n >= 3 else busy[n]))
