from dataclasses import *
import json, math, sys, dataclasses
@dataclass
class P:
    x:int
    y:int=2
    tags:list=field(default_factory=list)
p=P(1); print(p, p==P(1), p!=P(2), asdict(p), astuple(p), replace(p,x=5), [f.name for f in fields(p)], P.__match_args__, P.__doc__)
@dataclass(order=True, frozen=True)
class Q:
    a:int
    b:str='z'
print(Q(1)<Q(2), hash(Q(1))==hash(Q(1)), {Q(1):2}[Q(1)], sorted([Q(3),Q(1)]))
for f in [lambda:P(), lambda:P(1,2,3,4), lambda:setattr(Q(1),'a',3), lambda:P(z=1), lambda:hash(P(1)), lambda:delattr(Q(1),'a'), lambda:replace(Q(1),zz=1), lambda:asdict(3), lambda: Q(1)<3]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
try:
    @dataclass
    class B:
        x:list=[]
except Exception as e: print(e)
try:
    @dataclass
    class B:
        x:int=1
        y:int
except Exception as e: print(e)
@dataclass
class C(P):
    z:int=field(default=9, repr=False, compare=False)
    def __post_init__(self): self.w=self.x*2
print(C(1), C(1).w, C(1).z, C.__init__.__qualname__)
@dataclass(slots=True, kw_only=True)
class S:
    a:int
    b:int=3
print(S(a=1), S.__slots__)
try: S(a=1).c=4
except Exception as e: print(type(e).__name__, e)
@dataclass
class N:
    p:P
    d:dict
    iv:InitVar[int]=3
    def __post_init__(self, iv): self.k=iv
print(asdict(N(P(1),{'a':P(2)})), N(P(1),{}).k, is_dataclass(N), is_dataclass(3), make_dataclass('M',['a',('b',int,3)])(1))
match p:
    case P(x=1,y=yy): print('m',yy)
@dataclass
class E:
    v:int
    def __post_init__(self):
        if self.v<0: raise ValueError('neg')
for s in ['{"a":[1,2.5,null,true],"b":"\\u00e9\\n"}','[1,]','{"a":1,}','{a:1}','','nul','"abc','[1 2]','{"a" 1}','1.5e3','-0','[NaN]','"\\ud83d\\ude00"','{"a":1} x','"\x01"']:
    try: print(json.loads(s))
    except json.JSONDecodeError as e: print(e, e.pos, e.lineno)
print(json.dumps({'a':[1,2.5,None,True,'é"\n'],'b':{},'c':[],1:2,None:3,True:1,1.5:2}), json.dumps('é',ensure_ascii=False), json.dumps({'b':1,'a':[1,{'x':2}]},indent=2,sort_keys=True), json.dumps([1,2],separators=(',',':')), json.dumps((1,2)), json.dumps(float('inf')), json.dumps('\x7f\u2028😀'), json.dumps([[],{}],indent=1))
for f in [lambda:json.dumps({1,2}), lambda:json.dumps({(1,2):3}), lambda:json.dumps(object()), lambda:json.dumps(float('nan'),allow_nan=False), lambda:json.dumps(3+4j), lambda:json.dumps({'a':{1}},default=list), lambda:json.dumps([{1}],default=str), lambda:json.loads(3), lambda:json.loads('{"a":1.5}',parse_float=str), lambda:json.loads('{"a":1}',object_hook=lambda d:('h',d)), lambda:json.loads(b'[1]')]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
l=[1]; l.append(l)
try: json.dumps(l)
except ValueError as e: print(e)
class Enc(json.JSONEncoder):
    def default(self,o): return 'X' if isinstance(o,set) else super().default(o)
print(json.dumps({'a':{1}},cls=Enc), json.JSONEncoder(indent=1).encode([1]))
print(math.floor(-1.5), math.ceil(1.2), math.trunc(-1.7), math.factorial(20), math.gcd(12,18), math.lcm(4,6), math.isqrt(17), math.comb(5,2), math.perm(5,2), math.prod([1,2,3]), math.fsum([.1]*10), math.isclose(.1+.2,.3), math.hypot(3,4), math.dist((0,0),(3,4)), math.log(8,2), math.log2(8), math.log10(1000), math.pow(2,3), math.inf, math.nan, math.pi, math.e, math.tau, math.copysign(1,-0.0), math.modf(1.5), math.degrees(math.pi), math.exp(1), math.sin(1), math.cbrt(27), math.fmod(-7,3), math.remainder(7,3), math.frexp(8))
for f in [lambda:math.sqrt(-1), lambda:math.log(0), lambda:math.floor(math.inf), lambda:math.floor(math.nan), lambda:math.factorial(-1), lambda:math.factorial(1.5), lambda:math.sqrt('a'), lambda:math.exp(1000), lambda:math.comb(-1,2), lambda:math.gcd(1.5), lambda:math.log(10**400), lambda:math.acos(2)]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(sys.version_info >= (3,8), sys.maxsize, sys.version_info.major, sys.getrecursionlimit()); sys.stdout.write('w\n')
try: sys.exit(3)
except SystemExit as e: print(e.code)
try: 1/0
except: print(sys.exc_info()[0])
