"""The bases and decorators, redirect_stdout and its kin. CPython: Lib/contextlib.py."""
import sys
from abc import ABC, abstractmethod
from functools import wraps
from types import GenericAlias


def _has_methods(cls, *names):
    for name in names:
        holder = next((base for base in cls.__mro__ if name in base.__dict__), None)
        if holder is None or holder.__dict__[name] is None:
            return NotImplemented
    return True


class AbstractContextManager(ABC):
    __class_getitem__ = classmethod(GenericAlias)

    def __enter__(self):
        return self

    @abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, C):
        if cls is AbstractContextManager:
            return _has_methods(C, "__enter__", "__exit__")
        return NotImplemented


class AbstractAsyncContextManager(ABC):
    __class_getitem__ = classmethod(GenericAlias)

    async def __aenter__(self):
        return self

    @abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, C):
        if cls is AbstractAsyncContextManager:
            return _has_methods(C, "__aenter__", "__aexit__")
        return NotImplemented


def _decorate(recreate, func):
    @wraps(func)
    def inner(*args, **kwds):
        with recreate():
            return func(*args, **kwds)
    return inner


def _decorate_async(recreate, func):
    @wraps(func)
    async def inner(*args, **kwds):
        async with recreate():
            return await func(*args, **kwds)
    return inner


class ContextDecorator:
    def _recreate_cm(self):
        return self

    def __call__(self, func):
        return _decorate(self._recreate_cm, func)


class AsyncContextDecorator:
    def _recreate_cm(self):
        return self

    def __call__(self, func):
        return _decorate_async(self._recreate_cm, func)


def _redirect(stream):
    """The class whose objects put another stream in the place of one of sys; they may be entered again while inside."""

    class Redirect:
        def __init__(self, new_target):
            self._target, self._replaced = new_target, []

        def __enter__(self):
            self._replaced.append(vars(sys)[stream])
            setattr(sys, stream, self._target)
            return self._target

        def __exit__(self, *exc_info):
            setattr(sys, stream, self._replaced.pop())

    Redirect.__name__ = Redirect.__qualname__ = "redirect_" + stream
    return Redirect


redirect_stdout, redirect_stderr = map(_redirect, ("stdout", "stderr"))


class aclosing:
    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *exc_info):
        await self.thing.aclose()


for _cls in (AbstractContextManager, AbstractAsyncContextManager, ContextDecorator, AsyncContextDecorator, redirect_stdout,
             redirect_stderr, aclosing):
    _cls.__module__ = "contextlib"
