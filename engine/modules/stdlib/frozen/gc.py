"""Reference counting frees what is not in a cycle; cycles live until the run ends. CPython: Modules/gcmodule.c."""


def collect(generation=2):
    return 0


def enable():
    pass


def disable():
    pass


def isenabled():
    return True


def get_count():
    return (0, 0, 0)


def get_objects(generation=None):
    return []
