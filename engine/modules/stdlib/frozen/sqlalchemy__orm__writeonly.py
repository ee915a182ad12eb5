# The collections of lazy="write_only". SQLAlchemy: orm/writeonly.py.
from sqlalchemy import delete, exc, insert, select, update


class WriteOnlyCollection:
    def __init__(self, handle):
        self._handle = handle

    @property
    def instance(self):
        return self._handle.instance

    def __iter__(self):
        raise TypeError(
            "WriteOnly collections don't support iteration in-place; to query for collection items, use the select() "
            "method to produce a SQL statement and execute it with session.scalars()."
        )

    def select(self):
        handle = self._handle
        statement = select(handle.target).where(handle.criterion)
        if handle.secondary is not None:
            statement = statement.select_from(handle.target, handle.secondary)
        if handle.order_by:
            statement = statement.order_by(*handle.order_by)
        return statement

    def insert(self):
        if not self._handle.is_one_to_many:
            raise exc.InvalidRequestError(
                "Write only bulk INSERT only supported for one-to-many collections; for many-to-many, use a separate "
                "bulk INSERT along with add_all()."
            )
        return insert(self._handle.target).values(**self._handle.foreign_values)

    def update(self):
        return update(self._handle.target).where(self._handle.criterion)

    def delete(self):
        return delete(self._handle.target).where(self._handle.criterion)

    def add_all(self, iterator):
        for item in iterator:
            self._handle.append(item)

    def add(self, item):
        self._handle.append(item)

    def remove(self, item):
        self._handle.remove(item)
