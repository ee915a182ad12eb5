"""Paths of the run's own files. CPython: Lib/pathlib.py."""
import _files

__all__ = ["PurePath", "PurePosixPath", "PureWindowsPath", "Path", "PosixPath"]


class PurePath:
    __slots__ = ("_root", "_parts")

    def __new__(cls, *args):
        if cls is Path:
            cls = PosixPath
        elif cls is PurePath:
            cls = PurePosixPath
        self = object.__new__(cls)
        root, parts = "", []
        for arg in args:
            text = str(arg) if isinstance(arg, PurePath) else _text(arg)
            if text.startswith("/"):
                root, parts = "/", []
            parts += [p for p in text.split("/") if p and p != "."]
        self._root, self._parts = root, parts
        return self

    def __init__(self, *args):
        pass

    def _make(self, root, parts):
        made = object.__new__(type(self))
        made._root, made._parts = root, parts
        return made

    def __str__(self):
        return self._root + "/".join(self._parts) or "."

    __fspath__ = __str__
    as_posix = __str__

    def __repr__(self):
        return "%s(%r)" % (type(self).__name__, str(self))

    def __eq__(self, other):
        return str(self) == str(other) if isinstance(other, PurePath) else NotImplemented

    def __lt__(self, other):
        return self.parts < other.parts if isinstance(other, PurePath) else NotImplemented

    def __hash__(self):
        return hash(str(self))

    def __truediv__(self, other):
        try:
            return type(self)(self, other)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, other):
        return type(self)(other, self)

    def joinpath(self, *args):
        return type(self)(self, *args)

    @property
    def parts(self):
        return ((self._root,) if self._root else ()) + tuple(self._parts)

    root = anchor = property(lambda self: self._root)
    drive = property(lambda self: "")

    @property
    def name(self):
        return self._parts[-1] if self._parts else ""

    @property
    def suffix(self):
        at = self.name.rfind(".")
        return self.name[at:] if 0 < at < len(self.name) - 1 else ""

    @property
    def suffixes(self):
        if self.name.endswith("."):
            return []
        return ["." + s for s in self.name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        return self.name[:len(self.name) - len(self.suffix)]

    @property
    def parent(self):
        return self._make(self._root, self._parts[:-1]) if self._parts else self

    @property
    def parents(self):
        return tuple(self._make(self._root, self._parts[:n]) for n in reversed(range(len(self._parts))))

    def with_name(self, name):
        if not self.name:
            raise ValueError("%r has an empty name" % (self,))
        return self._make(self._root, self._parts[:-1] + [name])

    def with_stem(self, stem):
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        if suffix and (not suffix.startswith(".") or suffix == "."):
            raise ValueError("Invalid suffix %r" % suffix)
        return self.with_name(self.stem + suffix)

    def is_absolute(self):
        return bool(self._root)

    def relative_to(self, *other):
        base = type(self)(*other)
        if self.parts[:len(base.parts)] != base.parts:
            raise ValueError("%r is not in the subpath of %r OR one path is relative and the other is absolute."
                             % (str(self), str(base)))
        return self._make("", list(self.parts[len(base.parts):]))

    def is_relative_to(self, *other):
        base = type(self)(*other)
        return self.parts[:len(base.parts)] == base.parts

    def match(self, pattern):
        import fnmatch
        wanted = [p for p in pattern.split("/") if p]
        have = list(self._parts)[-len(wanted):]
        return len(have) == len(wanted) and all(fnmatch.fnmatchcase(h, w) for h, w in zip(have, wanted))


def _text(arg):
    if isinstance(arg, str):
        return arg
    if hasattr(arg, "__fspath__"):
        return arg.__fspath__()
    raise TypeError("argument should be a str object or an os.PathLike object returning str, not %r" % type(arg))


class PurePosixPath(PurePath):
    __slots__ = ()


PureWindowsPath = PurePosixPath


class Path(PurePath):
    __slots__ = ()

    @classmethod
    def cwd(cls):
        return cls("/run")

    def exists(self):
        return _files.exists(str(self))

    def is_file(self):
        return _files.content(str(self)) is not None

    def is_dir(self):
        return _files.is_dir(str(self))

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        import io
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None):
        with self.open(encoding=encoding) as file:
            return file.read()

    def read_bytes(self):
        with self.open("rb") as file:
            return file.read()

    def write_text(self, data, encoding=None, errors=None, newline=None):
        if not isinstance(data, str):
            raise TypeError("data must be str, not %s" % type(data).__name__)
        with self.open("w", encoding=encoding, newline=newline) as file:
            return file.write(data)

    def write_bytes(self, data):
        with self.open("wb") as file:
            return file.write(data)

    def touch(self, mode=0o666, exist_ok=True):
        self.open("a").close()

    def unlink(self, missing_ok=False):
        _files.remove(str(self), missing_ok)

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        if _files.exists(str(self)):
            if not exist_ok:
                raise FileExistsError(17, "File exists", str(self))
            return
        _files.directories.add(_files.plain(str(self)))

    def iterdir(self):
        for name in _files.children(str(self)):
            yield self / name

    def resolve(self, strict=False):
        import os.path
        return type(self)(os.path.abspath(str(self)))

    absolute = resolve

    def rename(self, target):
        import os
        os.rename(str(self), str(target))
        return type(self)(target)


class PosixPath(Path, PurePosixPath):
    __slots__ = ()
