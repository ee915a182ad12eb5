"""The flags of re. CPython: Lib/re/__init__.py."""
from enum import IntFlag as _IntFlag


class RegexFlag(_IntFlag):
    __module__ = "re"
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64

    def __repr__(self):
        rest, names = int(self), []
        for flag in sorted(set(type(self).__members__.values())):
            if flag and rest & flag == flag:
                names.append("re." + flag.name)
                rest -= int(flag)
        if rest or not names:
            names.append(hex(rest) if names or rest else "re.NOFLAG")
        return "|".join(names)

    __str__ = object.__str__
