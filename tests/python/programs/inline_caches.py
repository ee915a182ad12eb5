# Names and attributes that come, go and change while the instruction that reads them stays the same.
x = 1
for i in range(5):
    x = x + i
    if i == 2:
        del x
        y = 9
        x = 100
print(x, y)
def f():
    global g
    for i in range(4):
        g = i
        if i == 1:
            del g
    return g
print(f(), g)
for k in range(3):
    globals()["dyn%d" % k] = k
    total = k + dyn0
print(total, dyn2)
def shadow():
    return len([1, 2])
for i in range(4):
    if i == 2:
        len = lambda v: 42
    if i == 3:
        del len
    print(shadow())
class A:
    for q in range(3):
        w = q * 2
    a = w
print(A.a, A.w, A.q)
def mk(n):
    class B:
        v = n
        if n: extra = 1
        z = v + 1
    return B
print(mk(0).z, mk(5).z, hasattr(mk(0), "extra"), mk(1).extra)
l = [1, 2, 3]
for v in l:
    if v < 3 and len(l) < 6: l.append(v + 10)
print(l)
big = 2 ** 62
print(big - 1 + 1, -big - 1, big + big, 4611686018427387903 + 1, -4611686018427387904 - 1)
print(f"{True} {True:d} {3!r} {3!s} {-5} {10**20} {3!a} {'a'}{1}{2.5}")
print("ÄbC".upper(), "abc".upper(), "ABC{[".lower(), "straße".upper())
class P:
    @property
    def v(self): return 7
    def __getattr__(self, n): return n
p = P()
for i in range(3):
    print(p.v, p.zz, getattr(p, "q"))
    p.__dict__["zz"] = i
class D:
    def __init__(self): self.a = 1
d = D()
for i in range(4):
    try:
        print(d.a)
    except AttributeError as e:
        print(e)
    if i == 0: del d.a
    if i == 1: D.a = "cls"
    if i == 2: d.a = 5
print("x".join(["a"]), "abc".startswith("a"), [1].append(2), str.upper("q"))
try:
    str.upper(5)
except TypeError as e:
    print(e)
try:
    [].append()
except TypeError as e:
    print(e)
class L(list):
    pass
z = L([3, 1]); z.append(2); z.sort(); print(z)
for v in z: print(v, end=" ")
print()
