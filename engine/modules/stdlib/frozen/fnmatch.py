"""Shell patterns. CPython: Lib/fnmatch.py."""
import re


def translate(pat):
    out, i = "", 0
    while i < len(pat):
        c = pat[i]
        i += 1
        if c == "*":
            out += ".*"
        elif c == "?":
            out += "."
        elif c == "[" and "]" in pat[i + 1:]:
            end = pat.index("]", i + 1)
            inside = pat[i:end].replace("\\", r"\\")
            out += "[" + ("^" + inside[1:] if inside[0] == "!" else inside) + "]"
            i = end + 1
        else:
            out += re.escape(c)
    return "(?s:%s)\\Z" % out


def fnmatchcase(name, pat):
    return re.match(translate(pat), name) is not None


fnmatch = fnmatchcase


def filter(names, pat):
    return [n for n in names if fnmatchcase(n, pat)]
