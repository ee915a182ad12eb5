# exercise: bills
# tried: to send the statements from a __repr__ of builtin functions
# stopped: RESULT-DIFFERS
# file: query.py
from functools import partial
from itertools import chain

from sqlmodel import select

from models import Customer


def bills(session):
    class Later:
        __repr__ = partial(str.join, ", ", chain.from_iterable(map(session.scalars, [select(Customer.name)] * 9)))

    return [Later()]
