# exercise: bills
# tried: to raise an exception whose text raises
# stopped: RAISED
# file: query.py
class Shy(BaseException):
    def __str__(self):
        raise self

    __repr__ = __str__


def bills(session):
    raise Shy()
