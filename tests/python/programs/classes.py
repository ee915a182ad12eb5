class A:
    count = 0
    def __init__(self, x): self.x = x; A.count += 1
    def __repr__(self): return f"A({self.x})"
    def __eq__(self, o): return isinstance(o, A) and self.x == o.x
    def __lt__(self, o): return self.x < o.x
    def __add__(self, o): return A(self.x + o.x)
    def __radd__(self, o): return A(o + self.x)
    def __len__(self): return self.x
    def __getitem__(self, i): return i * 2
    def __contains__(self, i): return i == self.x
    def __call__(self, y): return y
    def __bool__(self): return self.x > 0
    def __iter__(self): return iter(range(self.x))
    def __enter__(self): print("enter"); return self
    def __exit__(self, *a): print("exit", a[0]); return True
a, b = A(1), A(2)
print(a, b, a == b, a < b, a + b, 5 + a, len(b), a[3], 1 in a, a(9), bool(A(0)), list(b), A.count, a != b)
try: hash(a)
except TypeError as e: print(e)
with a as q: print(q); raise ValueError("x")
class B(A):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y
    def __getattr__(self, n):
        if n == "magic": return 7
        raise AttributeError(n)
b = B(1, 2); print(b.x, b.y, b.magic, isinstance(b, A), issubclass(B, A), B.__mro__, type(b).__name__)
class M(type):
    def __new__(m, name, bases, ns, **kw):
        cls = super().__new__(m, name, bases, ns)
        cls.kw = kw
        return cls
    def __call__(cls, *a): print("making", cls.__name__); return super().__call__(*a)
class X(metaclass=M, flag=1): pass
X(); print(X.kw, type(X))
class Base:
    subs = []
    def __init_subclass__(cls, tag=None, **kw): super().__init_subclass__(**kw); Base.subs.append((cls.__name__, tag))
class S1(Base, tag="t"): pass
class S2(S1): pass
print(Base.subs)
class D:
    def __set_name__(self, o, n): self.n = n
    def __get__(self, i, o): return self if i is None else i.__dict__.get(self.n, "none")
    def __set__(self, i, v): i.__dict__[self.n] = v * 2
class U: f = D()
u = U(); print(u.f); u.f = 4; print(u.f)
class P:
    __slots__ = ("x", "y")
    def __init__(self): self.x = 1
p = P(); print(p.x)
try: p.z = 1
except AttributeError as e: print(e)
try: p.y
except AttributeError as e: print(e)
class L(list):
    def total(self): return sum(self)
l = L([1, 2, 3]); l.name = "n"; print(l, l.total(), l.name, len(l))
class Dd(dict):
    def __missing__(self, k): return k + "!"
print(Dd()["a"])
try:
    class Z(A, object, A): pass
except TypeError as e: print(e)
try:
    class Q(object, A): pass
except TypeError as e: print(e)
class Del:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
x = Del(1); x = None
def fn(): y = Del(2)
fn()
print(A.__name__, A.__module__, A.__qualname__, a.__class__, A.__doc__)
print(getattr(a, "nope", "dflt"), hasattr(a, "x"), vars(a))
class Abs:
    def __str__(self): return "strd"
    def __format__(self, s): return "fmt" + s
print(str(Abs()), f"{Abs():abc}", "%s" % Abs())
class Cx:
    a: int = 1
    b: str
print(Cx.__annotations__)
keep = Del("end")
