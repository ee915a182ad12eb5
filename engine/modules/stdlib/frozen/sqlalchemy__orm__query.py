# The legacy Query. SQLAlchemy: orm/query.py.
import warnings

from sqlalchemy import delete, exc, func, inspect, literal_column, select, update
from sqlalchemy.orm import AliasedClass
from sqlalchemy.orm import with_parent as with_parent_clause
from sqlalchemy.sql.util import ClauseAdapter, set_enable_eagerloads


class LegacyAPIWarning(exc.SADeprecationWarning):
    __module__ = "sqlalchemy.exc"


class Query:
    _limited = False
    _yields = None
    _populates = False
    _adapter = None
    _stated = False
    _options = ()
    _ordered = _grouped = _distinct = _joined = _filtered = False
    lazy_loaded_from = None

    def __init__(self, entities, session=None):
        if not isinstance(entities, (tuple, list)):
            entities = (entities,)
        self.session = session
        self._entities = tuple(entities)
        self._select = select(*entities).set_label_style("LABEL_STYLE_LEGACY_ORM")

    def _clone(self, statement, **changes):
        query = self.__class__.__new__(self.__class__)
        query.__dict__.update(self.__dict__)
        query.__dict__.update(changes)
        query._select = statement
        return query

    def _no_criterion(self, method):
        if self._filtered or self._joined or self._stated or self._limited or self._grouped:
            raise exc.InvalidRequestError(f"Query.{method}() being called on a Query with existing criterion. ")

    def _no_limit(self, method):
        if self._limited:
            raise exc.InvalidRequestError(
                f"Query.{method}() being called on a Query which already has LIMIT or OFFSET applied.  "
                f"Call {method}() before limit() or offset() are applied."
            )

    @property
    def statement(self):
        return self._select.set_label_style("LABEL_STYLE_DISAMBIGUATE_ONLY")

    selectable = statement

    @property
    def whereclause(self):
        return self._select.whereclause

    @property
    def column_descriptions(self):
        return self._select.column_descriptions

    def __str__(self):
        session = self.session
        return str(self._select.compile(session.bind if session is not None else None))

    def filter(self, *criterion):
        self._no_limit("filter")
        return self._clone(self._select.where(*self._adapted(criterion)), _filtered=True)

    where = filter

    def filter_by(self, **kwargs):
        self._no_limit("filter")
        return self._clone(self._select.filter_by(**kwargs), _filtered=True)

    def order_by(self, *clauses):
        self._no_limit("order_by")
        if len(clauses) == 1 and (clauses[0] is None or clauses[0] is False):
            return self._clone(self._select.order_by(None), _ordered=False)
        return self._clone(self._select.order_by(*self._adapted(clauses)), _ordered=True)

    def group_by(self, *clauses):
        return self._clone(self._select.group_by(*self._adapted(clauses)), _grouped=True)

    def having(self, *clauses):
        return self._clone(self._select.having(*self._adapted(clauses)))

    def join(self, target, *props, isouter=False, full=False):
        self._no_limit("join")
        return self._clone(self._select.join(target, *props, isouter=isouter, full=full), _joined=True)

    def outerjoin(self, target, *props, full=False):
        return self.join(target, *props, isouter=True, full=full)

    def select_from(self, *from_obj):
        return self._clone(self._select.select_from(*from_obj), _joined=True)

    def reset_joinpoint(self):
        return self

    def distinct(self, *expr):
        return self._clone(self._select.distinct(*expr), _distinct=True)

    def options(self, *args):
        return self._clone(self._select.options(*args), _options=self._options + args)

    def enable_eagerloads(self, value):
        return self._clone(set_enable_eagerloads(self._select, value))

    def params(self, *args, **kwargs):
        return self._clone(self._select.params(*args, **kwargs))

    def prefix_with(self, *prefixes):
        return self._clone(self._select.prefix_with(*prefixes))

    def suffix_with(self, *suffixes):
        return self._clone(self._select.suffix_with(*suffixes))

    def with_parent(self, instance, property=None, from_entity=None):
        _legacy("with_parent", "Use the with_parent() standalone construct.")
        if property is None:
            for relationship in inspect(instance).mapper.relationships:
                if relationship.mapper.class_ is self._entities[0]:
                    property = getattr(type(instance), relationship.key)
                    break
            else:
                raise exc.InvalidRequestError(
                    f"Could not locate a property which relates instances of class '{self._entities[0].__name__}' to "
                    f"instances of class '{type(instance).__name__}'"
                )
        return self.filter(with_parent_clause(instance, property, from_entity))

    def execution_options(self, **kwargs):
        return self._clone(self._select.execution_options(**kwargs))

    def populate_existing(self):
        return self.execution_options(populate_existing=True)

    def autoflush(self, setting):
        return self.execution_options(autoflush=setting)

    def yield_per(self, count):
        query = self.execution_options(yield_per=count)
        query._yields = count
        return query

    def with_for_update(self, **kwargs):
        return self._clone(self._select.with_for_update(**kwargs))

    def tuples(self):
        return self

    def values(self, *columns):
        _deprecated("Query.values() is deprecated and will be removed in a future release.  Please use Query.with_entities()")
        return self._values(columns)

    def _values(self, columns):
        return iter(self.with_entities(*columns).yield_per(10))

    def value(self, column):
        _deprecated(
            "Query.value() is deprecated and will be removed in a future release.  Please use Query.with_entities() in "
            "combination with Query.scalar()"
        )
        try:
            return next(self._values((column,)))[0]
        except StopIteration:
            return None

    def correlate(self, *fromclauses):
        return self._clone(self._select.correlate(*fromclauses))

    def add_columns(self, *columns):
        query = self._clone(self._select.add_columns(*columns))
        query._entities = self._entities + tuple(columns)
        return query

    add_entity = add_columns

    def with_entities(self, *entities):
        query = self._clone(self._select.with_only_columns(*entities, maintain_column_froms=True))
        query._entities = tuple(entities)
        return query

    def with_session(self, session):
        query = self._clone(self._select)
        query.session = session
        return query

    def limit(self, limit):
        query = self._clone(self._select.limit(limit))
        query._limited = limit is not None
        return query

    def offset(self, offset):
        query = self._clone(self._select.offset(offset))
        query._limited = offset is not None
        return query

    def slice(self, start, stop):
        query = self._clone(self._select.slice(start, stop))
        query._limited = True
        return query

    def union(self, *queries):
        return self._from_compound("union", queries)

    def union_all(self, *queries):
        return self._from_compound("union_all", queries)

    def intersect(self, *queries):
        return self._from_compound("intersect", queries)

    def intersect_all(self, *queries):
        return self._from_compound("intersect_all", queries)

    def except_(self, *queries):
        return self._from_compound("except_", queries)

    def except_all(self, *queries):
        return self._from_compound("except_all", queries)

    # SQLAlchemy: Query._from_selectable: what the query is about now comes from the subquery.
    def _from_compound(self, keyword, queries):
        statement = getattr(self._select, keyword)(*[query._select for query in queries]).subquery()
        adapter = ClauseAdapter(statement)
        entities = [adapter.entity(e) for e in self._entities]
        query = self.__class__.__new__(self.__class__)
        query.__dict__.update(self.__dict__)
        query._limited = query._ordered = query._grouped = query._distinct = query._filtered = False
        query._joined = True
        query._adapter = adapter if self._adapter is None else _Chain(self._adapter, adapter)
        query._entities = tuple(entities)
        query._select = select(*entities).set_label_style("LABEL_STYLE_LEGACY_ORM").options(*self._options)
        return query

    def _adapted(self, clauses):
        if self._adapter is None:
            return clauses
        return [self._adapter.traverse(clause) for clause in clauses]

    def from_statement(self, statement):
        query = self._clone(self._select.from_statement(getattr(statement, "statement", statement)))
        query._stated = True
        return query

    def subquery(self, name=None):
        return self.statement.subquery(name)

    def cte(self, name=None, recursive=False):
        return self.statement.cte(name, recursive=recursive)

    def scalar_subquery(self):
        return self.statement.scalar_subquery()

    def as_scalar(self):
        warnings.warn(
            "The Query.as_scalar() method is deprecated and will be removed in a future release.  Please refer to "
            "Query.scalar_subquery(). (deprecated since: 1.4)",
            exc.SADeprecationWarning,
        )
        return self.scalar_subquery()

    def label(self, name):
        return self.statement.label(name)

    def exists(self):
        inner = self._select.with_only_columns(literal_column("1"), maintain_column_froms=True)
        return inner.exists()

    def _mapped(self):
        return [e for e in self._entities if isinstance(e, (type, AliasedClass)) or hasattr(e, "__mapper__")]

    def _execute(self, statement):
        return self.session.execute(statement)

    def _iter(self):
        if not self._entities:
            raise exc.InvalidRequestError("Query contains no columns with which to SELECT from.")
        result = self._execute(self._select)
        mapped = self._mapped()
        if mapped and len(self._entities) == 1:
            result = result.scalars()
        if mapped and not self._yields:
            result = result.unique()
        return result

    def __iter__(self):
        yield from self._iter()

    def all(self):
        return self._iter().all()

    def first(self):
        if self._stated or self._select._limit is not None:
            return self._iter().first()
        return self.limit(1)._iter().first()

    def one(self):
        return self._iter().one()

    def one_or_none(self):
        return self._iter().one_or_none()

    def scalar(self):
        try:
            row = self.one()
        except exc.NoResultFound:
            return None
        return row[0] if hasattr(row, "_mapping") else row

    def count(self):
        counted = select(func.count(literal_column("*"))).select_from(self._select.subquery())
        counted = counted.options(*[o for o in self._options if type(o).__name__ == "LoaderCriteriaOption"])
        return self._execute(counted).scalar()

    def get(self, ident):
        _legacy("get", "The method is now available as Session.get()")
        self._no_criterion("get")
        return self.session.get(self._entities[0], ident)

    def __getitem__(self, item):
        if isinstance(item, slice):
            start, stop = item.start, item.stop
            if (start is not None and start < 0) or (stop is not None and stop < 0):
                raise IndexError("negative indexes are not accepted by SQL index / slice operators")
            rows = list(self.slice(start, stop))
            return rows[:: item.step] if item.step is not None else rows
        if item < 0:
            raise IndexError("negative indexes are not accepted by SQL index / slice operators")
        return list(self[item : item + 1])[0]

    def _bulk(self, statement, synchronize_session):
        for applied, method in (
            (self._limited, "limit()"),
            (self._ordered, "order_by()"),
            (self._grouped, "group_by()"),
            (self._distinct, "distinct()"),
            (self._joined, "join(), outerjoin(), select_from(), or from_self()"),
        ):
            if applied:
                raise exc.InvalidRequestError(
                    f"Can't call Query.update() or Query.delete() when {method} has been called"
                )
        statement = statement.options(*self._options)
        return self.session.execute(
            statement, execution_options={"synchronize_session": synchronize_session}
        ).rowcount

    def _criteria(self, statement):
        clause = self._select.whereclause
        return statement if clause is None else statement.where(clause)

    def delete(self, synchronize_session="auto"):
        return self._bulk(self._criteria(delete(self._entities[0])), synchronize_session)

    def update(self, values, synchronize_session="auto", update_args=None):
        return self._bulk(self._criteria(update(self._entities[0])).values(values), synchronize_session)


def _legacy(method, advice):
    warnings.warn(
        f"The Query.{method}() method is considered legacy as of the 1.x series of SQLAlchemy and becomes a legacy "
        f"construct in 2.0. {advice} (deprecated since: 2.0) (Background on SQLAlchemy 2.0 at: https://sqlalche.me/e/b8d9)",
        LegacyAPIWarning,
    )


def _deprecated(text):
    warnings.warn(text + " (deprecated since: 1.4)", exc.SADeprecationWarning)


class _Chain:
    def __init__(self, first, then):
        self._first = first
        self._then = then

    def traverse(self, clause):
        return self._then.traverse(self._first.traverse(clause))
