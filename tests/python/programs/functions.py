def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw
print(f(1, c=3))
print(f(1, 2, 3, 4, c=5, e=6))
def err(fn, *a, **k):
    try:
        fn(*a, **k)
    except TypeError as e:
        print(e)
def g(x): return x
def h(x, y, z): pass
def k(a, /, b, *, c): pass
err(g); err(g, 1, 2); err(g, y=1); err(g, 1, x=2); err(h); err(h, 1); err(f); err(k, 1, 2); err(k, a=1, b=2, c=3); err(f, 1, 2, 3)
err(len); err(5); err(g, 1, 2, 3)
def d(a, b=1): pass
err(d, 1, 2, 3)
class C:
    def m(self, x): return x
    @classmethod
    def cm(cls, x): return cls.__name__, x
    @staticmethod
    def sm(x): return x
    @property
    def p(self): return 42
err(C().m); err(C().m, 1, 2)
print(C().m(1), C.cm(2), C().cm(3), C.sm(4), C().p)
def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    return inc
c = counter(); print(c(), c(), c())
print((lambda x, *y: (x, y))(1, 2, 3))
def deco(fn):
    def w(*a, **k):
        print("call", fn.__name__)
        return fn(*a, **k)
    return w
@deco
def foo(x): return x * 2
print(foo(4))
try:
    C().p = 3
except AttributeError as e: print(e)
try:
    C().zzz
except AttributeError as e: print(e)
try:
    None.foo
except AttributeError as e: print(e)
try:
    undefined
except NameError as e: print(e)
def ub():
    print(x)
    x = 1
try: ub()
except UnboundLocalError as e: print(e)
a, *b, c = range(5); print(a, b, c)
try: a, b = 1, 2, 3
except ValueError as e: print(e)
try: a, b, c = 1, 2
except ValueError as e: print(e)
try: a, b = None
except TypeError as e: print(e)
def rec(n): return rec(n + 1)
try: rec(0)
except RecursionError as e: print(e)
print(sorted([3, 1, 2], key=lambda v: -v), max([1, 5, 3]), [x * y for x in range(3) for y in range(3) if x != y])
print({k: v for k, v in zip("abc", range(3))}, {x % 3 for x in range(10)})
x = [1, 2, 3]
x[1:2] = [7, 8, 9]; print(x, x[::-1], x[-1])
print(f"{3.14159:.2f} {'a'!r:>5} {10:05d} {x}")
print(*[1, 2], sep="-", end="!\n")
if (n := len(x)) > 3: print(n)
