class E1(Exception): pass
class E2(E1):
    def __init__(self, a, b): super().__init__(a); self.b = b
def t(f):
    try: f()
    except E1 as e: print("E1", repr(e), e.args)
    except (ValueError, KeyError) as e: print("VK", e)
    else: print("else")
    finally: print("fin")
def r(e):
    def f(): raise e
    return f
t(r(E1("x"))); t(r(E2(1, 2))); t(r(KeyError("k"))); t(lambda: None)
try: t(r(TypeError("tt")))
except TypeError as e: print("outer", e)
def ret():
    try: return 1
    finally: print("f")
print(ret())
try:
    try: 1 / 0
    except ZeroDivisionError as e: raise ValueError("v") from e
except ValueError as e: print(e.__cause__, e.__context__, e.__suppress_context__)
try:
    try: 1 / 0
    except ZeroDivisionError: raise ValueError("v")
except ValueError as e: print(repr(e.__context__), e.__cause__)
for i in range(4):
    try:
        if i == 1: continue
        if i == 3: break
        print(i)
    finally: print("loop", i)
try: raise
except RuntimeError as e: print(e)
try: raise 5
except TypeError as e: print(e)
try:
    raise ExceptionGroup("eg", [ValueError(1), TypeError(2)])
except* ValueError as g: print("got", g.exceptions)
except* TypeError as g: print("got2", g.exceptions)
def gen():
    try: yield 1; yield 2
    finally: print("gen closed")
for v in gen(): print(v); break
def g2():
    x = yield 1
    print("got", x)
    try: y = yield 2
    except ValueError as e: print("thrown", e); y = 0
    return 99
g = g2(); print(next(g), g.send("hi"))
try: g.throw(ValueError("boo"))
except StopIteration as e: print("stop", e.value)
def g3(): r = yield from g2(); print("r", r)
print(list(g3()))
def bad():
    yield 1
    raise StopIteration
try: list(bad())
except RuntimeError as e: print(e)
try: assert 1 == 2, "msg"
except AssertionError as e: print(e)

e = E1("n"); e.add_note("note"); print(e.__notes__)
match [1, 2, {"a": 3}]:
    case [x, y, {"a": z}] if z > 2: print(x, y, z)
match "q":
    case "a" | "b": print("ab")
    case _: print("other")
class Pt:
    __match_args__ = ("x", "y")
    def __init__(s, x, y): s.x = x; s.y = y
match Pt(1, 2):
    case Pt(1, y=b): print("pt", b)
def inner(): {}["zz"]
def outer():
    try: inner()
    except KeyError as e: raise E2("a", "b") from e
outer()
