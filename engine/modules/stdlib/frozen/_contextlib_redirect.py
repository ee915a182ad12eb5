"""redirect_stdout and its kin. CPython: Lib/contextlib.py."""
import sys


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
