# exercise: bills
# tried: to hang within one call of a builtin
# stopped: stopped
# file: query.py
def bills(session):
    return sum(range(10**13))
