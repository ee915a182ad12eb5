# The names of mapped annotations. SQLAlchemy: orm/base.py.
from typing import Generic, TypeVar

_T_co = TypeVar("_T_co", covariant=True)


class Mapped(Generic[_T_co]):
    pass


class DynamicMapped(Mapped[_T_co]):
    pass


class WriteOnlyMapped(Mapped[_T_co]):
    pass
