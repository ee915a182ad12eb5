def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
g = fib()
print([next(g) for _ in range(10)])
def chain(*its):
    for it in its:
        yield from it
print(list(chain([1], (2, 3), "ab")))
print(sum(x * x for x in range(10)))
class Tree:
    def __init__(self, v, *kids): self.v, self.kids = v, kids
    def __iter__(self):
        yield self.v
        for k in self.kids: yield from k
print(list(Tree(1, Tree(2, Tree(3)), Tree(4))))
def acc():
    total = 0
    while True:
        x = yield total
        if x is None: return total
        total += x
a = acc(); next(a); print(a.send(5), a.send(6))
try: a.send(None)
except StopIteration as e: print(e.value)
print(next(iter([]), "default"))
try: next(iter([]))
except StopIteration as e: print(repr(e))
def deleg():
    r = yield from acc()
    print("r", r)
d = deleg(); next(d); d.send(3)
try: d.send(None)
except StopIteration: print("done")
def thrower():
    while True:
        try: yield 1
        except ValueError as e: print("in", e); yield "recovered"
def outer(): yield from thrower()
o = outer(); next(o); print(o.throw(ValueError("v")))
o.close()
gen = (i for i in range(3))
print(gen.__name__, list(gen), list(gen))
def cleanup():
    try: yield
    finally: print("cleanup")
c = cleanup(); next(c); del c
import contextlib
@contextlib.contextmanager
def cm(x):
    print("enter", x)
    try: yield x
    except KeyError as e: print("swallowed", e)
    finally: print("exit")
with cm(1) as v: print(v)
with cm(2): raise KeyError("k")
try:
    with cm(3): raise ValueError("through")
except ValueError as e: print(e)
print({**{"a": 1}, "b": 2}, [*range(3), *"x"], (*[1],))
def f(*, a): return a
print(f(**{"a": 1}))
try: f(**{"a": 1}, **{"a": 2})
except TypeError as e: print(e)
try: f(*5)
except TypeError as e: print(e)
print(globals()["__name__"], sorted(locals())[:0])
