from typing import Generic, Protocol, TypeVar, runtime_checkable

T = TypeVar("T")


@runtime_checkable
class Closable(Protocol):
    name: str

    def close(self) -> None: ...


class Source(Protocol[T]):
    def read(self) -> T: ...


class File:
    name = "f"

    def close(self):
        return "closed"


class Reader(Source[int]):
    def read(self):
        return 3


class Box(Generic[T]):
    def __init__(self, item: T):
        self.item = item


print(isinstance(File(), Closable), isinstance(3, Closable), Reader().read(), Box[int](2).item)
for wrong in (lambda: isinstance(3, Source), lambda: Source(), lambda: runtime_checkable(File)):
    try:
        wrong()
    except TypeError as error:
        print(error)
