"""Importing by name. CPython: Lib/importlib/__init__.py."""


def import_module(name, package=None):
    if name.startswith("."):
        if not package:
            raise TypeError("the 'package' argument is required to perform a relative import for %r" % name)
        level = len(name) - len(name.lstrip("."))
        base = package.rsplit(".", level - 1)[0] if level > 1 else package
        name = base + "." + name[level:]
    return __import__(name, None, None, ["*"])


def reload(module):
    return module
