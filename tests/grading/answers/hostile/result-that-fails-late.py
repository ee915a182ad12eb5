# exercise: bills
# tried: to fail after the call, while its result is read
# stopped: RAISED
# file: query.py
class Late(list):
    def __iter__(self):
        yield "customer 1 of 12: 2 orders, 916 pence"
        raise KeyboardInterrupt("::error::no")


def bills(session):
    return Late([1])
