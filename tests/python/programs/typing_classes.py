import asyncio
from typing import Annotated, Generic, NamedTuple, NewType, NotRequired, Optional, ParamSpec, Protocol, Required, TypedDict, TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=str)
P = ParamSpec("P")


class Movie(TypedDict, total=False):
    title: Required[str]
    year: int


class Rated(Movie):
    stars: NotRequired[int]
    by: str


print(Movie.__total__, Movie.__required_keys__, Movie.__optional_keys__)
print(sorted(Rated.__required_keys__), sorted(Rated.__optional_keys__), Rated.__annotations__)
print(Movie(title="a"), TypedDict("Point", {"x": int}).__required_keys__, Movie.__name__, type(Movie(title="b")))
UserId = NewType("UserId", int)
print(UserId, UserId(3), UserId.__name__, UserId.__supertype__, Optional[UserId], UserId | None)


class Repository(Generic[T]):
    def get(self) -> T: ...


class Pairs(Repository[K], Generic[T, K]):
    pass


class Loads(Protocol[T]):
    def load(self) -> T: ...


class Plain:
    pass


print(Repository.__parameters__, Pairs.__parameters__, Loads.__parameters__, Repository[int].__parameters__)
print(dict[str, list[T]].__parameters__, Optional[K].__parameters__, Repository[T].__parameters__)
for wrong in (
    lambda: Repository[int, str],
    lambda: Pairs[int],
    lambda: Generic[int],
    lambda: Generic[T, T],
    lambda: TypeVar("X", int),
    lambda: isinstance({}, Movie),
    lambda: Movie(1),
):
    try:
        print(wrong())
    except TypeError as error:
        print(error)
try:
    class Wrong(TypedDict, Plain):
        pass
except TypeError as error:
    print(error)


async def main():
    def state(thing):
        return repr(thing).split(" ", 1)[0], repr(thing)[repr(thing).index("["):]

    lock, event, semaphore, condition = asyncio.Lock(), asyncio.Event(), asyncio.Semaphore(2), asyncio.Condition()
    print(*map(state, (lock, event, semaphore, condition)))
    async with lock, semaphore, semaphore, condition:
        event.set()
        waiting = asyncio.create_task(lock.acquire())
        await asyncio.sleep(0)
        print(*map(state, (lock, event, semaphore, condition)))
    await waiting
    queue = asyncio.Queue(2)
    queue.put_nowait("a")
    print(queue, asyncio.LifoQueue())


asyncio.run(main())
