from enum import *
class A(Enum):
    RED=1
    GREEN='g'
    ALIAS=1
for f in [lambda:A.X, lambda:A(9), lambda:A['q'], lambda:setattr(A,'RED',3), lambda:delattr(A,'RED'), lambda:setattr(A.RED,'value',3), lambda: type('B',(A,),{}), lambda: A.RED<A.GREEN, lambda: A.RED.foo, lambda: A(), lambda: Enum('X','a b')(5), lambda: A.RED.GREEN]:
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
def mk():
    class B(A): pass
def mk2():
    class B(Enum):
        X=1
        X=2
for f in mk,mk2:
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
print(type(A), A, repr(A), A.__members__, list(A), A.RED, repr(A.GREEN), f'{A.RED} {A.RED:>10} {A.RED!r}', dir(A))
class P(Flag):
    R=auto(); W=auto(); X=auto(); RW=R|W
print(P.R|P.X, repr(P.R|P.X), repr(P.RW), P(0), repr(~P.R), P.R in P.RW, list(P), list(P.RW), bool(P(0)), P.RW.name, (P.R|P.X).name, P(7), len(P.RW))
try: P(8)
except Exception as e: print(e)
class I(IntEnum):
    A=auto(); B=10; C=auto()
print(I.A, repr(I.C), I.B+1, f'{I.B:4}', I.A<I.B, I(10), str(I.A), '%d %s'%(I.A,I.A))
class S(StrEnum):
    FooBar=auto(); B='x'
print(S.FooBar, repr(S.B), S.B=='x', S.B.upper())
class M(str,Enum):
    A='a'
print(M.A, f'{M.A}', repr(M.A), M.A=='a', M('a'), M.A.value, '{}'.format(M.A), '%s'%M.A, M.A+'b')
class F(IntFlag):
    A=1; B=2
print(F.A|F.B, repr(F.A|F.B), F(8), repr(F(9)), F.A|4, repr(F.A+1))
@unique
class U(Enum): a=1
try:
    @unique
    class U(Enum):
        a=1; b=1; c=1
except Exception as e: print(type(e),e)
class Planet(Enum):
    EARTH=(1,2)
    def __init__(self,a,b): self.a=a; self.b=b
    @property
    def s(self): return self.a+self.b
    @classmethod
    def _missing_(cls, v): return cls.EARTH
    def hi(self): return 'hi '+self.name
print(Planet.EARTH.s, Planet(8), Planet.EARTH.hi(), Planet.EARTH.value, Planet((1,2)))
X=Enum('X','a b c'); print(list(X), X.a.value, X.__module__, X.__qualname__)
X=IntEnum('X',{'q':4}); print(list(X))
print(hash(A.RED)==hash('RED'), A.RED==A.RED, A.RED!=A.GREEN, A.RED is A.ALIAS, A.RED=='RED')
import copy; print(copy.deepcopy(A.RED) is A.RED, isinstance(A.RED,A), A.RED.__class__, A.__name__, A.RED.__dict__, bool(A), bool(A.RED))
print(A.__doc__, Planet.__doc__, A.RED.__doc__, A.RED in A, sorted(I), max(I), I.A.__repr__())
class Ord(Enum):
    def __new__(cls, v, label):
        o=object.__new__(cls); o._value_=v; o.label=label; return o
    LOW=(1,'low'); HIGH=(2,'high')
print(Ord(1), Ord.HIGH.label, Ord.HIGH.value)
class G(Enum):
    def _generate_next_value_(name,start,count,last): return name.lower()
    AA=auto(); BB=auto()
print([m.value for m in G])
match A.RED:
    case A.GREEN: print('g')
    case A.RED: print('r')
class P(Flag):
    R=auto(); W=auto(); X=auto(); RW=R|W
print('q')
try: print(repr(P(8)))
except Exception as e: print('E', e)
print(repr(P(-1)), P.R & P.W, P.R ^ P.RW, P.R._value_, P['R'], P.R|P.W is P.RW)
try: print(repr(P('a')))
except Exception as e: print('E', e)
try: print(P.R|1)
except Exception as e: print('E', e)
print(P._boundary_, list(FlagBoundary), hash(P.R)==hash('R'))
print(repr(P), P.R == 1, P(0).name, repr(P(0)), f"{P.R:>8}|", str(P.R|P.X))
