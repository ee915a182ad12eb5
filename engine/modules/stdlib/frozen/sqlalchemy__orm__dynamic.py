# The collections of lazy="dynamic". SQLAlchemy: orm/dynamic.py.
from sqlalchemy.orm.exc import DetachedInstanceError
from sqlalchemy.orm.query import Query


class AppenderQuery(Query):
    def __init__(self, handle):
        super().__init__((handle.target,))
        self._handle = handle
        statement = self._select
        if handle.secondary is not None:
            statement = statement.select_from(handle.target, handle.secondary)
        statement = statement.where(handle.criterion)
        if handle.order_by:
            statement = statement.order_by(*handle.order_by)
        self._select = statement

    @property
    def session(self):
        session = self._handle.session
        if session is not None and session.autoflush and self._handle.instance in session:
            session.flush()
        return session if self._handle.has_identity else None

    @session.setter
    def session(self, session):
        pass

    def _execute(self, statement):
        session = self.session
        if session is None:
            session = self._handle.session
        if session is None:
            handle = self._handle
            raise DetachedInstanceError(
                f"Parent instance {handle.instance_text} is not bound to a Session, and no contextual session is "
                f"established; lazy load operation of attribute '{handle.key}' cannot proceed"
            )
        return session.execute(statement)

    def _existing(self):
        session = self._handle.session
        if session is None:
            return []
        with session.no_autoflush:
            return session.execute(self._select).scalars().all()

    def __iter__(self):
        if self.session is None and not self._handle.has_identity:
            return iter(self._handle.added_items())
        return iter(self._iter())

    def __getitem__(self, index):
        if self.session is None and not self._handle.has_identity:
            return self._handle.added_items()[index]
        return super().__getitem__(index)

    def count(self):
        if self.session is None and not self._handle.has_identity:
            return len(self._handle.added_items())
        return super().count()

    def append(self, item):
        self._handle.append(item)

    add = append

    def add_all(self, iterator):
        for item in iterator:
            self._handle.append(item)

    extend = add_all

    def remove(self, item):
        self._handle.remove(item)
