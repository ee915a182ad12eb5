# exercise: bills
# tried: to raise with a chain of causes that leads back to itself
# stopped: RAISED
# file: query.py
def bills(session):
    first, second = ValueError("one"), ValueError("two")
    first.__cause__, second.__cause__ = second, first
    first.__context__, second.__context__ = second, first
    raise first
