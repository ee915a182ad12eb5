"""Paths, the environment and the run's own files. CPython: Lib/os.py."""
import _files
import sys as _sys

name = "posix"
sep, altsep, extsep, pathsep, linesep, curdir, pardir, devnull = "/", None, ".", ":", "\n", ".", "..", "/dev/null"
error = OSError


class _Environ(dict):
    def __repr__(self):
        return "environ({%s})" % ", ".join("%r: %r" % item for item in self.items())

    def __setitem__(self, key, value):
        if not isinstance(key, str) or not isinstance(value, str):
            raise TypeError("str expected, not %s" % type(value if isinstance(key, str) else key).__name__)
        super().__setitem__(key, value)

    def copy(self):
        return dict(self)


environ = _Environ()


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(name, value):
    environ[name] = value


def unsetenv(name):
    environ.pop(name, None)


def fspath(path):
    return _files.path_text(path)


class PathLike:
    def __fspath__(self):
        raise NotImplementedError


def getcwd():
    return "/run"


def getpid():
    return 1


def cpu_count():
    return 1


def urandom(n):
    import random
    return random.randbytes(n)


def listdir(path="."):
    return _files.children(_files.path_text(path))


def remove(path):
    _files.remove(_files.path_text(path))


unlink = remove


def rename(src, dst):
    data = _files.content(src)
    if data is None:
        raise FileNotFoundError(2, "No such file or directory", src)
    _files.store(dst, data)
    _files.remove(src)


replace = rename


def mkdir(path, mode=0o777):
    if _files.exists(_files.path_text(path)):
        raise FileExistsError(17, "File exists", path)
    _files.directories.add(_files.plain(_files.path_text(path)))


def makedirs(name, mode=0o777, exist_ok=False):
    if not exist_ok or not _files.is_dir(_files.path_text(name)):
        mkdir(name)


def system(command):
    raise PermissionError("not supported here: os.system() - a program cannot start processes in Relata")


def __getattr__(name):
    if name == "path":
        import os.path
        return os.path
    raise AttributeError(f"module 'os' has no attribute {name!r}")
