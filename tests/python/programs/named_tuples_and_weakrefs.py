import calendar
import contextvars
import importlib
import io
import weakref
from contextlib import redirect_stdout
from typing import NamedTuple


class Point(NamedTuple):
    """A place."""
    x: int
    y: int = 2

    def total(self):
        return self.x + self.y


p = Point(1)
print(p, p.total(), p._asdict(), Point.__doc__, Point._fields, Point._field_defaults, p == (1, 2), Point.__annotations__)
print(NamedTuple("Pair", [("a", int), ("b", str)])(1, "z"))
try:
    class Bad(NamedTuple):
        x: int = 1
        y: int
except TypeError as error:
    print(error)


class Node:
    def __init__(self, name):
        self.name = name


node = Node("root")
gone = []
reference = weakref.ref(node, lambda r: gone.append(r() is None))
print(reference().name, reference() is node, reference == weakref.ref(node))
values = weakref.WeakValueDictionary(a=node)
keys = weakref.WeakKeyDictionary()
keys[node] = 1
members = weakref.WeakSet([node])
print("a" in values, len(keys), node in members, len(values))
del node
print(reference(), gone, "a" in values, len(keys), len(members), len(values))
try:
    weakref.ref(3)
except TypeError as error:
    print(error)

out = io.StringIO()
with redirect_stdout(out):
    print("hidden")
print(repr(out.getvalue()))
var = contextvars.ContextVar("var", default=1)
token = var.set(5)
print(var.get())
var.reset(token)
print(var.get())
print(importlib.import_module("os.path").join("a", "b"), calendar.monthrange(2024, 2), calendar.isleap(1900))
print(calendar.monthcalendar(2024, 2)[0], calendar.month_name[3], calendar.day_abbr[0])
