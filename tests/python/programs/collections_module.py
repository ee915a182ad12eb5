from collections import *
import collections, copy
from collections.abc import *
P=namedtuple('P','x y',defaults=[3])
p=P(1); print(p, p.x, p._asdict(), p._replace(y=5), P._fields, P._make([1,2]), p==(1,3), P.__doc__, repr(P), p[1], len(p), P.__new__.__defaults__)
x,y=p; print(x,y, hash(p)==hash((1,3)))
for f in [lambda:P(), lambda:P(1,2,3), lambda:P(z=1), lambda:setattr(p,'x',3), lambda:p.foo, lambda:namedtuple('Q','class'), lambda:p._replace(q=1)]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Q(P):
    def s(self): return self.x+self.y
print(Q(1,2).s(), Q(1,2))
c=Counter('abracadabra'); print(c, c.most_common(2), c['z'], c.total(), sorted(c.elements()))
c.update('aaa'); c.subtract({'b':5}); print(c, +c, -c, c&Counter('ab'), c|Counter(zz=1), Counter(a=1)+Counter(a=2), Counter(a=1)==Counter(a=1,b=0), c-Counter('a'))
d=defaultdict(list); d['a'].append(1); d['b']; print(d, dict(d), d.get('q'), 'q' in d, d.copy(), d|{'z':[1]}, copy.deepcopy(d), isinstance(d,dict))
try: defaultdict(3)
except Exception as e: print(e)
try: defaultdict(None)['q']
except KeyError as e: print(repr(e))
o=OrderedDict(a=1,b=2); o.move_to_end('a'); print(o, o.popitem(), o.popitem(last=False), o==OrderedDict(), OrderedDict([(1,2)])=={1:2}, list(reversed(OrderedDict(a=1,b=2))))
q=deque([1,2,3],maxlen=3); q.append(4); q.appendleft(0); print(q, q[0], q[-1], len(q), list(q), q.maxlen, 2 in q); q.rotate(1); print(q, deque('ab')+deque('c'), q==deque([3,0,2]), q.index(2), list(reversed(q)), q.count(2))
try: deque().pop()
except Exception as e: print(e)
try: q[10]
except Exception as e: print(e)
try:
    for i in q: q.append(1)
except Exception as e: print(e)
m=ChainMap({'a':1},{'a':2,'b':3}); print(m['a'],m['b'],dict(m),m, m.new_child({'c':1}), len(m), 'b' in m, list(m))
print(isinstance([],Sequence), isinstance({},Mapping), isinstance(3,Hashable), isinstance([],Hashable), isinstance('',Iterable), isinstance(iter([]),Iterator), isinstance((x for x in []),Generator), isinstance(len,Callable), issubclass(list,MutableSequence), isinstance(deque(),Sized), isinstance({}.keys(), KeysView), isinstance(set(),Set))
class MyMap(Mapping):
    def __getitem__(self,k): return {'a':1}[k]
    def __iter__(self): return iter('a')
    def __len__(self): return 1
mm=MyMap(); print(list(mm.items()), mm.get('q',5), 'a' in mm, mm=={'a':1}, dict(mm), {**mm})
class Bad(Sequence): pass
try: Bad()
except Exception as e: print(e)
print(list[int], Iterable[int], Mapping[str,int], AsyncGenerator[int,None], Iterator)
class A:
    def __init__(self): self.l=[1,[2]]
a=A(); b=copy.copy(a); e=copy.deepcopy(a); print(b.l is a.l, e.l is a.l, e.l)
z=[1]; z.append(z); w=copy.deepcopy(z); print(w[1] is w)
print(copy.copy({1:2}), copy.copy(p), copy.deepcopy(Counter('aa')), copy.copy(OrderedDict(a=1)), copy.deepcopy((1,[2])), copy.copy({1}))
class S:
    __slots__=('a','b')
s=S(); s.a=1; print(copy.copy(s).a)
class C2:
    def __copy__(self): return 'copied'
    def __deepcopy__(self,memo): return 'deep'
print(copy.copy(C2()), copy.deepcopy([C2()]))
u=collections.UserDict(a=1); print(u, u['a'], collections.UserList([1,2])[0])
class L(list): pass
l=L([1,2]); l.q=3; k=copy.deepcopy(l); print(k, k.q, type(k))
