"""struct_time and what works on it. CPython: Modules/timemodule.c."""
from operator import itemgetter as _itemgetter

_fields = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst")
timezone = altzone = daylight = 0
tzname = ("UTC", "UTC")


class struct_time(tuple):
    __slots__ = ()
    n_fields = 11
    n_sequence_fields = 9
    tm_zone = "UTC"
    tm_gmtoff = 0

    def __new__(cls, sequence):
        made = super().__new__(cls, sequence)
        if len(made) < 9:
            raise TypeError("time.struct_time() takes an at least 9-sequence (%d-sequence given)" % len(made))
        return made

    def __repr__(self):
        return "time.struct_time(%s)" % ", ".join("%s=%r" % item for item in zip(_fields, self))


for _index, _name in enumerate(_fields):
    setattr(struct_time, _name, property(_itemgetter(_index)))


def _moment(secs):
    from datetime import datetime, timezone as zone
    return datetime.fromtimestamp(time() if secs is None else secs, zone.utc)


def _datetime(t):
    from datetime import datetime
    return datetime(*tuple(localtime() if t is None else t)[:6])


def gmtime(secs=None):
    return _moment(secs).utctimetuple()


localtime = gmtime


def mktime(t):
    from datetime import datetime, timezone as zone
    return datetime(*tuple(t)[:6], tzinfo=zone.utc).timestamp()


def strftime(format, t=None):
    return _datetime(t).strftime(format)


def strptime(string, format="%a %b %d %H:%M:%S %Y"):
    from datetime import datetime
    return datetime.strptime(string, format).timetuple()


def asctime(t=None):
    return _datetime(t).ctime()


def ctime(secs=None):
    return asctime(localtime(secs))
