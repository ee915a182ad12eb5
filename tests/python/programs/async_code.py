import asyncio
async def f(x):
    await asyncio.sleep(0.01)
    return x
async def agen():
    try:
        for i in range(3):
            await asyncio.sleep(0)
            yield i
    finally:
        print("agen closed")
class CM:
    async def __aenter__(self): print("in"); return self
    async def __aexit__(self, *a): print("out", a[0])
async def main():
    print(await f(1))
    print(await asyncio.gather(f(1), f(2)))
    async for v in agen(): print(v)
    print([v async for v in agen() if v])
    async with CM() as c:
        print("body")
    try:
        async with CM(): raise ValueError("x")
    except ValueError as e: print("caught", e)
    try: await 5
    except TypeError as e: print(e)
    try:
        async for x in [1]: pass
    except TypeError as e: print(e)
    try:
        with CM(): pass
    except TypeError as e: print(e)
    c = f(3)
    print(await c)
    try: await c
    except RuntimeError as e: print(e)
    t = asyncio.create_task(f(9))
    print(await t, t.done())
    g = agen()
    print(await g.__anext__())
    await g.aclose()
    try: await g.__anext__()
    except StopAsyncIteration: print("stop")
    f(4)
    print("after")
asyncio.run(main())
try: f(1).all()
except AttributeError as e: print(e)
