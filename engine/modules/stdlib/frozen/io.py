"""Streams in memory, and open() over the run's own files. CPython: Lib/_pyio.py."""
import _files

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192


class UnsupportedOperation(OSError, ValueError):
    pass


class IOBase:
    _closed = False

    @property
    def closed(self):
        return self._closed

    def close(self):
        self._closed = True

    def _check(self):
        if self._closed:
            raise ValueError("I/O operation on closed file.")

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *exc_info):
        self.close()

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def flush(self):
        self._check()

    def isatty(self):
        return False

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def fileno(self):
        raise UnsupportedOperation("fileno")

    def readlines(self, hint=-1):
        return list(self)

    def writelines(self, lines):
        for line in lines:
            self.write(line)


class _Buffered(IOBase):
    """What text and bytes streams share: the written parts are joined when something reads."""
    _empty = ""

    def _start(self, initial):
        self._parts = [initial] if initial else []
        self._value = None
        self._pos = 0
        self._length = len(initial)

    def _whole(self):
        if len(self._parts) != 1:
            self._parts = [self._empty.join(self._parts)]
        return self._parts[0]

    def getvalue(self):
        self._check()
        return self._whole()

    def _put(self, text):
        if self._pos == self._length:
            self._parts.append(text)
            self._length += len(text)
        else:
            whole = self._whole()
            gap = self._pos - len(whole)
            if gap > 0:
                whole += (b"\0" if self._empty == b"" else "\0") * gap
            whole = whole[:self._pos] + text + whole[self._pos + len(text):]
            self._parts = [whole]
            self._length = len(whole)
        self._pos += len(text)
        return len(text)

    def read(self, size=-1):
        self._check()
        end = self._length if size is None or size < 0 else self._pos + size
        text = self._whole()[self._pos:end]
        self._pos += len(text)
        return text

    def readline(self, size=-1):
        self._check()
        whole = self._whole()
        end = whole.find(b"\n" if self._empty == b"" else "\n", self._pos)
        end = len(whole) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._pos + size)
        line = whole[self._pos:end]
        self._pos += len(line)
        return line

    def tell(self):
        self._check()
        return self._pos

    def seek(self, pos, whence=0):
        self._check()
        if whence == 1:
            pos += self._pos
        elif whence == 2:
            pos += self._length
        elif pos < 0:
            raise ValueError("Negative seek position %r" % pos)
        self._pos = max(pos, 0)
        return self._pos

    def truncate(self, size=None):
        whole = self._whole()[:self._pos if size is None else size]
        self._parts = [whole]
        self._length = len(whole)
        return self._length


class StringIO(_Buffered):
    def __init__(self, initial_value="", newline="\n"):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError("initial_value must be str or None, not " + type(initial_value).__name__)
        self._start(initial_value or "")

    def write(self, s):
        self._check()
        if not isinstance(s, str):
            raise TypeError("string argument expected, got %r" % type(s).__name__)
        return self._put(s)


class BytesIO(_Buffered):
    _empty = b""

    def __init__(self, initial_bytes=b""):
        self._start(bytes(initial_bytes))

    def write(self, b):
        self._check()
        if isinstance(b, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        return self._put(bytes(b))

    def getbuffer(self):
        return self.getvalue()


class _File(_Buffered):
    def __init__(self, name, mode, encoding, newline, content):
        self.name = name
        self.mode = mode
        self.encoding = encoding
        self._binary = "b" in mode
        self._newline = newline
        self._writes = any(c in mode for c in "wax+")
        self._reads = "r" in mode or "+" in mode
        if self._binary:
            self._empty = b""
        else:
            content = content.decode(encoding or "utf-8")
            if newline is None:
                content = content.replace("\r\n", "\n").replace("\r", "\n")
        self._start(content)
        if "a" in mode:
            self._pos = self._length

    def readable(self):
        return self._reads

    def writable(self):
        return self._writes

    def read(self, size=-1):
        self._check()
        if not self._reads:
            raise UnsupportedOperation("not readable")
        return super().read(size)

    def readline(self, size=-1):
        self._check()
        if not self._reads:
            raise UnsupportedOperation("not readable")
        return super().readline(size)

    def write(self, s):
        self._check()
        if not self._writes:
            raise UnsupportedOperation("not writable")
        if self._binary:
            if isinstance(s, str):
                raise TypeError("a bytes-like object is required, not 'str'")
        elif not isinstance(s, str):
            raise TypeError("write() argument must be str, not " + type(s).__name__)
        if "a" in self.mode:
            self._pos = self._length
        return self._put(s)

    def flush(self):
        self._check()
        if self._writes:
            whole = self._whole()
            _files.store(self.name, whole if self._binary else whole.encode(self.encoding or "utf-8"))

    def close(self):
        if not self._closed:
            self.flush()
            self._closed = True

    def __del__(self):
        self.close()

    def __repr__(self):
        kind = "_io.BufferedReader" if self._binary else "_io.TextIOWrapper"
        return "<%s name=%r mode=%r encoding='UTF-8'>" % (kind, self.name, self.mode)


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    if isinstance(file, int):
        raise OSError("not supported here: open() of a file descriptor")
    name = _files.path_text(file)
    if not mode or any(c not in "rwxabt+" for c in mode) or sum(c in mode for c in "rwxa") != 1 or "bt" in mode:
        raise ValueError("invalid mode: %r" % mode)
    content = _files.content(name)
    if "x" in mode:
        if content is not None:
            raise FileExistsError(17, "File exists", name)
    elif "r" in mode:
        if content is None:
            raise FileNotFoundError(2, "No such file or directory", name)
    opened = _File(name, mode, encoding, newline, b"" if "w" in mode or content is None else content)
    if "r" not in mode:
        opened.flush()
    return opened


TextIOBase = TextIOWrapper = RawIOBase = BufferedIOBase = IOBase
