import asyncio
import contextvars
import logging
import sys
from functools import singledispatch, singledispatchmethod
from itertools import count, repeat

request_id = contextvars.ContextVar("request_id", default="none")
logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s:%(lineno)d %(funcName)s %(message)s", stream=sys.stdout)
log = logging.getLogger("app.db")


async def handle(number):
    request_id.set(f"r{number}")
    await asyncio.sleep(0.01 * (3 - number))
    log.info("handled %s", request_id.get())
    return request_id.get()


async def numbers(n):
    for i in range(n):
        yield i


async def main():
    print(await asyncio.gather(*(handle(n) for n in range(3))), request_id.get())
    print(await anext(numbers(0), "finished"), await anext(numbers(1), "finished"))
    print(await asyncio.get_running_loop().run_in_executor(None, sum, [1, 2]))
    context = contextvars.copy_context()
    print(context.run(lambda: (request_id.set("inner"), request_id.get())[1]), request_id.get())
    token = request_id.set("outer")
    request_id.reset(token)
    print(request_id.get(), token.var is request_id, token.old_value is contextvars.Token.MISSING)


class Show:
    @singledispatchmethod
    def text(self, value):
        return f"any {value}"

    @text.register
    def _(self, value: int | float):
        return f"number {value}"


@singledispatch
def kind(value):
    return "object"


@kind.register
def _(value: list):
    return "list"


asyncio.run(main())
print(Show().text("a"), Show().text(1), Show().text(2.5), kind([]), kind(()), kind.dispatch(list)([]))
print(count(3), count(1, 2), repeat("a", 2))
for wrong in (lambda: kind(), lambda: int[0], lambda: getattr(1, 2), lambda: print(**{1: 2})):
    try:
        wrong()
    except TypeError as error:
        print(error)
