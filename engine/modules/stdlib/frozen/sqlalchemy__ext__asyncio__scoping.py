# async_scoped_session: one AsyncSession for each scope, under one name. SQLAlchemy: ext/asyncio/scoping.py.
import warnings

from sqlalchemy import exc
from sqlalchemy.orm.scoping import ScopedRegistry


class async_scoped_session:
    def __init__(self, session_factory, scopefunc):
        self.session_factory = session_factory
        self.registry = ScopedRegistry(session_factory, scopefunc)

    @property
    def _proxied(self):
        return self.registry()

    def __call__(self, **kw):
        if not kw:
            return self.registry()
        if self.registry.has():
            raise exc.InvalidRequestError(
                "Scoped session is already present; no new arguments may be specified."
            )
        session = self.session_factory(**kw)
        self.registry.set(session)
        return session

    def configure(self, **kwargs):
        if self.registry.has():
            warnings.warn(
                "At least one scoped session is already present.  configure() can not affect sessions that have "
                "already been created.",
                exc.SAWarning,
                stacklevel=2,
            )
        self.session_factory.configure(**kwargs)

    async def remove(self):
        if self.registry.has():
            await self.registry().close()
        self.registry.clear()

    def __contains__(self, instance):
        return instance in self._proxied

    def __iter__(self):
        return iter(self._proxied)


def _method(name):
    def proxy(self, *args, **kwargs):
        return getattr(self._proxied, name)(*args, **kwargs)

    return proxy


def _coroutine(name):
    async def proxy(self, *args, **kwargs):
        return await getattr(self._proxied, name)(*args, **kwargs)

    return proxy


def _attribute(name, settable):
    def read(self):
        return getattr(self._proxied, name)

    def write(self, value):
        setattr(self._proxied, name, value)

    return property(read, write if settable else None)


def _add(name, function):
    function.__name__ = name
    function.__qualname__ = "async_scoped_session." + name
    setattr(async_scoped_session, name, function)


for _name in (
    "aclose close reset commit connection delete execute flush invalidate merge refresh rollback scalar scalars get "
    "get_one stream stream_scalars"
).split():
    _add(_name, _coroutine(_name))
for _name in "add add_all begin begin_nested expire expire_all expunge expunge_all get_bind is_modified".split():
    _add(_name, _method(_name))
for _name in "dirty deleted new identity_map is_active no_autoflush info".split():
    setattr(async_scoped_session, _name, _attribute(_name, False))
for _name in "bind autoflush".split():
    setattr(async_scoped_session, _name, _attribute(_name, True))
