"""Names of files. CPython: Lib/posixpath.py."""
import _files

sep, curdir, pardir, extsep = "/", ".", "..", "."
altsep, pathsep, defpath, devnull = None, ":", "/bin:/usr/bin", "/dev/null"


def join(a, *p):
    path = _files.path_text(a)
    for part in p:
        part = _files.path_text(part)
        if part.startswith("/"):
            path = part
        elif not path or path.endswith("/"):
            path += part
        else:
            path += "/" + part
    return path


def split(p):
    p = _files.path_text(p)
    at = p.rfind("/") + 1
    head, tail = p[:at], p[at:]
    if head and head != "/" * len(head):
        head = head.rstrip("/")
    return head, tail


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def splitext(p):
    p = _files.path_text(p)
    base = p.rfind("/") + 1
    dot = p.rfind(".")
    if dot > base and p[base:dot].strip("."):
        return p[:dot], p[dot:]
    return p, ""


def isabs(s):
    return _files.path_text(s).startswith("/")


def normpath(path):
    path = _files.path_text(path)
    lead = "/" if path.startswith("/") else ""
    parts = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in ("", ".") and not (part == ".." and lead and not parts):
            parts.append(part)
    return lead + "/".join(parts) or "."


def abspath(path):
    return normpath(join("/run", path))


realpath = abspath


def expanduser(path):
    return _files.path_text(path)


def exists(path):
    return _files.exists(_files.path_text(path))


def isfile(path):
    return _files.content(_files.path_text(path)) is not None


def isdir(path):
    return _files.is_dir(_files.path_text(path))


def getsize(filename):
    data = _files.content(_files.path_text(filename))
    if data is None:
        raise FileNotFoundError(2, "No such file or directory", filename)
    return len(data)


def commonprefix(m):
    if not m:
        return ""
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def commonpath(paths):
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    paths = [_files.path_text(path) for path in paths]
    absolute = {path.startswith("/") for path in paths}
    if len(absolute) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    split_paths = [[part for part in path.split("/") if part and part != "."] for path in paths]
    low, high = min(split_paths), max(split_paths)
    common = low
    for i, part in enumerate(low):
        if i >= len(high) or part != high[i]:
            common = low[:i]
            break
    return ("/" if True in absolute else "") + "/".join(common)


def relpath(path, start=None):
    if not path:
        raise ValueError("no path specified")
    origin = [part for part in abspath(start or ".").split("/") if part]
    target = [part for part in abspath(path).split("/") if part]
    shared = 0
    while shared < min(len(origin), len(target)) and origin[shared] == target[shared]:
        shared += 1
    return "/".join([".."] * (len(origin) - shared) + target[shared:]) or "."


def normcase(s):
    return _files.path_text(s)


def splitdrive(p):
    return "", _files.path_text(p)


def expandvars(path):
    import os
    import re
    return re.sub(r"\$(\w+|\{[^}]*\})", lambda found: os.environ.get(found[1].strip("{}"), found[0]), _files.path_text(path))


def lexists(path):
    return exists(path)


def islink(path):
    return False
