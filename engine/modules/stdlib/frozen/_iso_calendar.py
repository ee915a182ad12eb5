"""What date.isocalendar() gives. CPython: Lib/datetime.py, class IsoCalendarDate."""
from operator import itemgetter


class IsoCalendarDate(tuple):
    __slots__ = ()

    def __new__(cls, year, week, weekday):
        return super().__new__(cls, (year, week, weekday))

    year = property(itemgetter(0))
    week = property(itemgetter(1))
    weekday = property(itemgetter(2))

    def __repr__(self):
        return "datetime.IsoCalendarDate(year=%s, week=%s, weekday=%s)" % tuple(self)
