# The collections of lazy="dynamic". SQLAlchemy: orm/dynamic.py.
import warnings

from sqlalchemy import exc
from sqlalchemy.orm.exc import DetachedInstanceError
from sqlalchemy.orm.query import Query


class _AddedItems(list):
    """What a parent without a session has: the objects that were put in since."""

    def all(self):
        return list(self)

    def first(self):
        return self[0] if self else None

    def one_or_none(self):
        if len(self) > 1:
            raise exc.MultipleResultsFound("Multiple rows were found when one or none was required")
        return self.first()

    def one(self):
        if len(self) > 1:
            raise exc.MultipleResultsFound("Multiple rows were found when exactly one was required")
        if not self:
            raise exc.NoResultFound("No row was found when one was required")
        return self[0]


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

    def _iter(self):
        if self.session is not None:
            return super()._iter()
        handle = self._handle
        if handle.has_identity and handle.session is None:
            warnings.warn(
                f"Instance {handle.instance_text} is detached, dynamic relationship cannot return a correct result.   "
                "This warning will become a DetachedInstanceError in a future release.",
                exc.SAWarning,
                stacklevel=2,
            )
        return _AddedItems(handle.added_items())

    def __iter__(self):
        return iter(self._iter())

    def __getitem__(self, index):
        if self.session is None:
            return self._handle.added_items()[index]
        return super().__getitem__(index)

    def count(self):
        if self.session is None:
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
