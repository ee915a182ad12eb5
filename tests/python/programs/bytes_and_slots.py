def g():
    x = yield 1
    return 'r'
it=g(); next(it)
try: next(it)
except StopIteration as e: print(e.value, e.args)
def h():
    v = yield from g()
    print('v',v)
print(list(h()))
it=g(); next(it)
try: it.send(5)
except StopIteration as e: print('send', e.value)
import asyncio
async def ag():
    try:
        for i in range(3): yield i
    finally: print('closed')
async def main():
    async for x in ag():
        print(x); break
    a=ag(); print(await a.__anext__()); await a.aclose()
    print([x async for x in ag()])
    b=ag(); print(await anext(b))
asyncio.run(main())
print(b'abc'.hex(), b'a,b'.split(b','), b'abc'.upper(), b'  x '.strip(), b'abc'.replace(b'b',b'z'), b'abc'.find(b'c'), b'abc'.startswith(b'a'), b'abc'[0], b'abc'[1:], b'ab'+b'c', b'ab'*2, bytes([1,2]), bytes(3), bytes.fromhex('6162'), b'a'.join([b'x',b'y']), list(b'ab'), b'ab'.decode(), 'é'.encode(), b'\xff', 97 in b'a', b'abc'.count(b'a'), b'a'<b'b', b'%d' % 3, b'abc'.islower(), b'a\nb'.splitlines(), b'abc'.index(b'b'), b'ab'.center(6), b'ab'.ljust(4,b'.'), b'ab'.rjust(4), b'7'.zfill(3), b'abc'.endswith((b'c',b'd')), b'a.b'.partition(b'.'), b'aXb'.lower(), b'abc'.title(), int.from_bytes(b'\x01\x00','big'), (258).to_bytes(2,'little'), b'abc'.rfind(b'c'), b'ab'.isalpha(), b'12'.isdigit(), b'abc'.translate(None,b'b'), b'xaxb'.lstrip(b'x'), b'abc'.removeprefix(b'a'), b'abc'.removesuffix(b'c'))
try: b'a'+'b'
except TypeError as e: print(e)
try: bytearray(b'ab')
except NameError as e: print(e)
class A: pass
A.__str__=lambda self:'dyn'; print(str(A())); A.__len__=lambda s:3; print(len(A()), bool(A()))
class B(A): pass
A.__eq__=lambda a,b:True; print(B()==3, B()!=3); del A.__str__; print('obj' in str(B()))
A.__call__=lambda self,x:x; print(B()(4)); A.__iter__=lambda s:iter([1]); print(list(B())); A.__getattr__=lambda s,n:'ga:'+n; print(B().zzz)
print(f"{3.14159:.2f}|{42:>6}|{42:<6}|{42:^6}|{1234567:,}|{0.5:%}|{255:#x}|{255:08b}|{'a':*^5}|{1e10:g}|{3:+d}|{-3: d}|{1234.5:_.1f}|{True:d}|{'x'!r:>5}|{12:c}|{2**70:,}|{1.0}|{1e16}|{1e-5}|{0.1+0.2}|{100:e}|{3.7:.0f}|{2.5:.0f}|{float('inf')}|{-0.0}|{5:05}|{-5:05}|{'abc':.2}|{None}|{[1]}|{ {1:2} }")
for spec,v in [('d','a'),('x',1.5),('s',3),('.2',3),('z','a'),('q',3),('=5','a'),(',','a'),('.2d',3),('+','a'),('c',-1),('5','x'),('08.3f',-3.14159),('^+9.2e',12345.678),('%',0.123),('n',1234)]:
    try: print(repr(format(v,spec)))
    except Exception as e: print(type(e).__name__, e)
