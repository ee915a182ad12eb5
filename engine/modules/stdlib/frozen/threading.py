"""Locks and the like for the one thread that there is. CPython: Lib/threading.py."""

TIMEOUT_MAX = 9223372036.0


class _Lock:
    _reentrant = False

    def __init__(self):
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        if self._count and not self._reentrant:
            if blocking and timeout < 0:
                raise RuntimeError("not supported here: waiting for a lock that this thread holds would never end")
            return False
        self._count += 1
        return True

    def release(self):
        if not self._count:
            raise RuntimeError("cannot release un-acquired lock" if self._reentrant else "release unlocked lock")
        self._count -= 1

    def locked(self):
        return bool(self._count)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, exc_type, exc, tb):
        self.release()


class _RLock(_Lock):
    _reentrant = True


def Lock():
    return _Lock()


def RLock():
    return _RLock()


class Event:
    def __init__(self):
        self._flag = False

    def is_set(self):
        return self._flag

    def set(self):
        self._flag = True

    def clear(self):
        self._flag = False

    def wait(self, timeout=None):
        if not self._flag and timeout is None:
            raise RuntimeError("not supported here: nothing can set an event that the only thread waits for")
        return self._flag


class local:
    """Attributes of this thread."""


class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        raise RuntimeError("not supported here: threads; use asyncio")


Timer = Thread


class _MainThread(Thread):
    def __init__(self):
        self.name = "MainThread"
        self.ident = self.native_id = 1
        self.daemon = False

    def is_alive(self):
        return True

    def __repr__(self):
        return "<_MainThread(MainThread, started 1)>"


_main = _MainThread()


def current_thread():
    return _main


main_thread = current_thread


def get_ident():
    return _main.ident


def active_count():
    return 1


def enumerate():
    return [_main]
