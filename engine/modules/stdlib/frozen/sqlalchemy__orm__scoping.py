# scoped_session: one session for each scope, under one name. SQLAlchemy: orm/scoping.py, util.ScopedRegistry.
import warnings

from sqlalchemy import exc


class ScopedRegistry:
    def __init__(self, createfunc, scopefunc):
        self.createfunc = createfunc
        self.scopefunc = scopefunc
        self.registry = {}

    def __call__(self):
        key = self.scopefunc()
        if key not in self.registry:
            self.registry[key] = self.createfunc()
        return self.registry[key]

    def has(self):
        return self.scopefunc() in self.registry

    def set(self, obj):
        self.registry[self.scopefunc()] = obj

    def clear(self):
        self.registry.pop(self.scopefunc(), None)


class ThreadLocalRegistry(ScopedRegistry):
    def __init__(self, createfunc):
        super().__init__(createfunc, lambda: None)


class scoped_session:
    def __init__(self, session_factory, scopefunc=None):
        self.session_factory = session_factory
        if scopefunc:
            self.registry = ScopedRegistry(session_factory, scopefunc)
        else:
            self.registry = ThreadLocalRegistry(session_factory)

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

    def remove(self):
        if self.registry.has():
            self.registry().close()
        self.registry.clear()

    def query_property(self, query_cls=None):
        return _QueryProperty(self, query_cls)

    def __contains__(self, instance):
        return instance in self.registry()

    def __iter__(self):
        return iter(self.registry())


class _QueryProperty:
    def __init__(self, scoped, query_cls):
        self._scoped = scoped
        self._query_cls = query_cls

    def __get__(self, instance, owner):
        session = self._scoped.registry()
        return self._query_cls(owner, session=session) if self._query_cls else session.query(owner)


def _method(name):
    def proxy(self, *args, **kwargs):
        return getattr(self.registry(), name)(*args, **kwargs)

    proxy.__name__ = name
    proxy.__qualname__ = "scoped_session." + name
    return proxy


def _attribute(name, settable):
    def read(self):
        return getattr(self.registry(), name)

    def write(self, value):
        setattr(self.registry(), name, value)

    return property(read, write if settable else None)


for _name in (
    "add add_all begin begin_nested bulk_insert_mappings bulk_save_objects bulk_update_mappings close commit "
    "connection delete execute expire expire_all expunge expunge_all flush get get_bind get_one is_modified merge "
    "query refresh reset rollback scalar scalars"
).split():
    setattr(scoped_session, _name, _method(_name))
for _name in "dirty deleted new identity_map is_active no_autoflush info".split():
    setattr(scoped_session, _name, _attribute(_name, False))
for _name in "bind autoflush".split():
    setattr(scoped_session, _name, _attribute(_name, True))
