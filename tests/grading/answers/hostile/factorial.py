# exercise: bills
# tried: to hang in arithmetic
# stopped: stopped
# file: query.py
import math


def bills(session):
    return math.factorial(5_000_000) % 7, math.comb(10**6, 5 * 10**5), pow(7, 10**8), int("9" * 10**6)
