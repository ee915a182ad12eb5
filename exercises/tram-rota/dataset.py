"""Twelve trips for four drivers, the fifth at home; or twenty trips for nineteen drivers, and one without."""
from models import Driver, Trip


def build(session, size, seed):
    drivers = [Driver(name=f"driver {n + 1}") for n in range(5 if size == 12 else size)]
    session.add_all(drivers)
    session.flush()
    for n in range(size):
        if size == 12:
            driver_id = drivers[n % 4].id
        else:
            driver_id = drivers[n].id if n + 1 < size else None
        session.add(Trip(stop=f"stop {n + 1}", driver_id=driver_id))
