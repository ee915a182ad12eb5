// The signatures that calls of SQLAlchemy's methods are checked against, as its sources and inspect.signature() give
// them. Methods whose bodies read their arguments under their own name (python::ArgReader) need no line here.
#include "modules/sqlalchemy/signatures.h"

#include "python/native_function.h"
#include "python/type_builder.h"

namespace relata::modules {

void add_session_signatures(python::TypeBuilder& b) {
    b.signatures({
        "Session.__init__(self, bind=None, *, autoflush=True, future=True, expire_on_commit=True, autobegin=True, "
        "twophase=False, binds=None, enable_baked_queries=True, info=None, query_cls=None, autocommit=False, "
        "join_transaction_mode=None, close_resets_only=None)",
        "Session.object_session(instance)",
        "Session.add_all(self, instances)",
        "Session.delete(self, instance)",
        "Session.expunge(self, instance)",
        "Session.expunge_all(self)",
        "Session.expire_all(self)",
        "Session.commit(self)",
        "Session.rollback(self)",
        "Session.close(self)",
        "Session.reset(self)",
        "Session.invalidate(self)",
        "Session.begin_nested(self)",
        "Session.in_transaction(self)",
        "Session.in_nested_transaction(self)",
        "Session.get_transaction(self)",
        "Session.get_nested_transaction(self)",
    });
}

void add_async_session_signatures(python::TypeBuilder& b) {
    b.signatures({
        "AsyncSession.__init__(self, bind=None, *, binds=None, sync_session_class=None, **kw)",
        "AsyncSession.execute(self, statement, params=None, *, execution_options=None, bind_arguments=None, "
        "**kw)",
        "AsyncSession.scalar(self, statement, params=None, *, execution_options=None, bind_arguments=None, "
        "**kw)",
        "AsyncSession.scalars(self, statement, params=None, *, execution_options=None, bind_arguments=None, "
        "**kw)",
        "AsyncSession.stream(self, statement, params=None, *, execution_options=None, bind_arguments=None, "
        "**kw)",
        "AsyncSession.stream_scalars(self, statement, params=None, *, execution_options=None, "
        "bind_arguments=None, **kw)",
        "AsyncSession.connection(self, bind_arguments=None, execution_options=None, **kw)",
        "AsyncSession.get(self, entity, ident, *, options=None, populate_existing=None, "
        "with_for_update=None, identity_token=None, execution_options=None)",
        "AsyncSession.get_one(self, entity, ident, *, options=None, populate_existing=None, "
        "with_for_update=None, identity_token=None, execution_options=None)",
        "AsyncSession.refresh(self, instance, attribute_names=None, with_for_update=None)",
        "AsyncSession.merge(self, instance, *, load=None, options=None)",
        "AsyncSession.flush(self, objects=None)",
        "AsyncSession.delete(self, instance)",
        "AsyncSession.commit(self)",
        "AsyncSession.rollback(self)",
        "AsyncSession.close(self)",
        "AsyncSession.aclose(self)",
        "AsyncSession.reset(self)",
        "AsyncSession.invalidate(self)",
        "AsyncSession.add(self, instance, _warn=None)",
        "AsyncSession.add_all(self, instances)",
        "AsyncSession.expire(self, instance, attribute_names=None)",
        "AsyncSession.expire_all(self)",
        "AsyncSession.expunge(self, instance)",
        "AsyncSession.expunge_all(self)",
        "AsyncSession.is_modified(self, instance, include_collections=None)",
        "AsyncSession.in_transaction(self)",
        "AsyncSession.in_nested_transaction(self)",
        "AsyncSession.get_bind(self, mapper=None, clause=None, bind=None, **kw)",
        "AsyncSession.begin(self)",
        "AsyncSession.begin_nested(self)",
        "AsyncSession.run_sync(self, fn, *arg, **kw)",
    });
}

void add_sqlmodel_async_session_signatures(python::TypeBuilder& b) {
    b.signatures({
        "AsyncSession.exec(self, statement, *, params=None, execution_options=None, "
        "bind_arguments=None, _parent_execute_state=None, _add_event=None)",
    });
}

void add_result_signatures(python::TypeBuilder& b) {
    b.signatures({
        "Result.all(self)",
        "Result.fetchall(self)",
        "Result.first(self)",
        "Result.one(self)",
        "Result.one_or_none(self)",
        "Result.fetchone(self)",
        "Result.fetchmany(self, size=None)",
        "Result.partitions(self, size=None)",
        "Result.unique(self, strategy=None)",
        "Result.yield_per(self, num)",
        "Result.close(self)",
        "_WithKeys.keys(self)",
        "Result.scalars(self, index=None)",
        "Result.mappings(self)",
        "Result.tuples(self)",
        "Result.scalar(self)",
        "Result.scalar_one(self)",
        "Result.scalar_one_or_none(self)",
        "Result.columns(self, *col_expressions)",
    });
}

void add_scalar_result_signatures(python::TypeBuilder& b) {
    b.signatures({
        "ScalarResult.all(self)",
        "ScalarResult.fetchall(self)",
        "ScalarResult.first(self)",
        "ScalarResult.one(self)",
        "ScalarResult.one_or_none(self)",
        "ScalarResult.fetchmany(self, size=None)",
        "ScalarResult.partitions(self, size=None)",
        "ScalarResult.unique(self, strategy=None)",
        "FilterResult.yield_per(self, num)",
        "FilterResult.close(self)",
    });
}

void add_mapping_result_signatures(python::TypeBuilder& b) {
    b.signatures({
        "MappingResult.all(self)",
        "MappingResult.fetchall(self)",
        "MappingResult.first(self)",
        "MappingResult.one(self)",
        "MappingResult.one_or_none(self)",
        "MappingResult.fetchone(self)",
        "MappingResult.fetchmany(self, size=None)",
        "MappingResult.partitions(self, size=None)",
        "MappingResult.unique(self, strategy=None)",
        "FilterResult.yield_per(self, num)",
        "FilterResult.close(self)",
        "_WithKeys.keys(self)",
    });
}

void add_transaction_signatures(python::TypeBuilder& b) {
    b.signatures({
        "Transaction.commit(self)",
        "Transaction.rollback(self)",
        "Transaction.close(self)",
    });
}

void add_connection_signatures(python::TypeBuilder& b) {
    b.signatures({
        "Connection.execute(self, statement, parameters=None, *, execution_options=None)",
        "Connection.scalar(self, statement, parameters=None, *, execution_options=None)",
        "Connection.scalars(self, statement, parameters=None, *, execution_options=None)",
        "Connection.exec_driver_sql(self, statement, parameters=None, execution_options=None)",
        "Connection.begin(self)",
        "Connection.begin_nested(self)",
        "Connection.commit(self)",
        "Connection.rollback(self)",
        "Connection.close(self)",
        "Connection.invalidate(self, exception=None)",
        "Connection.detach(self)",
        "Connection.in_transaction(self)",
        "Connection.in_nested_transaction(self)",
        "Connection.get_transaction(self)",
        "Connection.execution_options(self, **opt)",
        "Connection.get_execution_options(self)",
        "Connection.get_isolation_level(self)",
    });
}

void add_engine_signatures(python::TypeBuilder& b) {
    b.signatures({
        "Engine.connect(self)",
        "Engine.begin(self)",
        "Engine.raw_connection(self)",
        "Engine.dispose(self, close=None)",
        "Engine.execution_options(self, **opt)",
    });
}

void add_session_transaction_signatures(python::TypeBuilder& b) {
    b.signatures({
        "SessionTransaction.commit(self, _to_root=None)",
        "SessionTransaction.rollback(self, _capture_exception=None, _to_root=None)",
        "SessionTransaction.close(self, invalidate=None)",
    });
}

void add_async_transaction_signatures(python::TypeBuilder& b) {
    b.signatures({
        "AsyncSessionTransaction.commit(self)",
        "AsyncSessionTransaction.rollback(self)",
    });
}

void add_async_connection_signatures(python::TypeBuilder& b) {
    b.signatures({
        "AsyncConnection.execute(self, statement, parameters=None, *, execution_options=None)",
        "AsyncConnection.scalar(self, statement, parameters=None, *, execution_options=None)",
        "AsyncConnection.scalars(self, statement, parameters=None, *, execution_options=None)",
        "AsyncConnection.exec_driver_sql(self, statement, parameters=None, execution_options=None)",
        "AsyncConnection.commit(self)",
        "AsyncConnection.rollback(self)",
        "AsyncConnection.invalidate(self, exception=None)",
        "AsyncConnection.run_sync(self, fn, *arg, **kw)",
        "AsyncConnection.start(self, is_ctxmanager=None)",
        "AsyncConnection.close(self)",
        "AsyncConnection.in_transaction(self)",
        "AsyncConnection.in_nested_transaction(self)",
        "AsyncConnection.begin(self)",
        "AsyncConnection.begin_nested(self)",
        "AsyncConnection.stream(self, statement, parameters=None, *, execution_options=None)",
        "AsyncConnection.stream_scalars(self, statement, parameters=None, *, execution_options=None)",
        "AsyncConnection.execution_options(self, **opt)",
    });
}

void add_async_engine_signatures(python::TypeBuilder& b) {
    b.signatures({
        "AsyncEngine.connect(self)",
        "AsyncEngine.begin(self)",
        "AsyncEngine.dispose(self, close=None)",
    });
}

void add_column_operator_signatures(python::TypeBuilder& b) {
    b.signatures({
        "ColumnOperators.in_(self, other)",
        "ColumnOperators.not_in(self, other)",
        "ColumnOperators.is_(self, other)",
        "ColumnOperators.is_not(self, other)",
        "ColumnOperators.is_distinct_from(self, other)",
        "ColumnOperators.is_not_distinct_from(self, other)",
        "ColumnOperators.isnot_distinct_from(self, other)",
        "ColumnOperators.like(self, other, escape=None)",
        "ColumnOperators.not_like(self, other, escape=None)",
        "ColumnOperators.ilike(self, other, escape=None)",
        "ColumnOperators.not_ilike(self, other, escape=None)",
        "ColumnOperators.contains(self, other, **kw)",
        "ColumnOperators.icontains(self, other, **kw)",
        "ColumnOperators.startswith(self, other, escape=None, autoescape=None)",
        "ColumnOperators.istartswith(self, other, escape=None, autoescape=None)",
        "ColumnOperators.endswith(self, other, escape=None, autoescape=None)",
        "ColumnOperators.iendswith(self, other, escape=None, autoescape=None)",
        "ColumnOperators.match(self, other, **kwargs)",
        "ColumnOperators.regexp_match(self, pattern, flags=None)",
        "ColumnOperators.between(self, cleft, cright, symmetric=None)",
        "ColumnOperators.concat(self, other)",
        "ColumnOperators.collate(self, collation)",
        "ColumnOperators.desc(self)",
        "ColumnOperators.asc(self)",
        "ColumnOperators.nulls_first(self)",
        "ColumnOperators.nulls_last(self)",
        "ColumnOperators.distinct(self)",
        "ColumnOperators.any_(self)",
        "ColumnOperators.all_(self)",
        "ColumnOperators.bitwise_and(self, other)",
        "ColumnOperators.bitwise_or(self, other)",
        "ColumnOperators.bitwise_xor(self, other)",
        "ColumnOperators.bitwise_not(self)",
        "ColumnOperators.bitwise_lshift(self, other)",
        "ColumnOperators.bitwise_rshift(self, other)",
        "ColumnOperators.regexp_replace(self, pattern, replacement, flags=None)",
        "isnot: ColumnOperators.is_not(self, other)",
        "notin_: ColumnOperators.not_in(self, other)",
        "notlike: ColumnOperators.not_like(self, other, escape=None)",
        "notilike: ColumnOperators.not_ilike(self, other, escape=None)",
        "nullsfirst: ColumnOperators.nulls_first(self)",
        "nullslast: ColumnOperators.nulls_last(self)",
        "Operators.bool_op(self, opstring, precedence=None, python_impl=None)",
        "ColumnElement.label(self, name)",
        "ColumnElement.cast(self, type_)",
        "Operators.op(self, opstring, precedence=None, is_comparison=None, return_type=None, "
        "python_impl=None)",
    });
}

void add_orm_signatures(Dict& sqlalchemy_orm) {
    python::set_signatures(
        sqlalchemy_orm,
        {
            "object_session(instance)",
            "make_transient(instance)",
            "make_transient_to_detached(instance)",
            "class_mapper(class_, configure=None)",
            "object_mapper(instance)",
            "configure_mappers()",
            "backref(name, **kwargs)",
            "foreign(expr)",
            "remote(expr)",
            "validates(*names, include_removes=None, include_backrefs=None)",
            "reconstructor(fn)",
            "selectinload(*keys, recursion_depth=None)",
            "_AbstractLoad.joinedload(*keys, innerjoin=None)",
            "subqueryload(*keys)",
            "lazyload(*keys)",
            "immediateload(*keys, recursion_depth=None)",
            "_AbstractLoad.raiseload(*keys, sql_only=None)",
            "noload(*keys)",
            "defaultload(*keys)",
            "_AbstractLoad.contains_eager(*keys, alias=None, _is_chain=None, _propagate_to_loaders=None)",
            "load_only(*attrs, raiseload=None)",
            "defer(key, *addl_attrs, raiseload=None)",
            "undefer(key, *addl_attrs)",
            "undefer_group(name)",
            "with_loader_criteria(entity_or_base, where_criteria, loader_only=None, include_aliases=None, "
            "propagate_to_loaders=None, track_closure_variables=None)",
            "aliased(element, alias=None, name=None, flat=None, adapt_on_names=None)",
            "close_all_sessions()",
            "attribute_keyed_dict(attr_name, *, ignore_unpopulated_attribute=None)",
            "column_keyed_dict(mapping_spec, *, ignore_unpopulated_attribute=None)",
            "keyfunc_mapping(keyfunc, *, ignore_unpopulated_attribute=None)",
            "declarative_mixin(cls)",
            "selectin_polymorphic(base_cls, classes)",
            "with_expression(key, expression)",
            "with_polymorphic(base, classes, selectable=None, flat=None, polymorphic_on=None, aliased=None, innerjoin=None, "
            "adapt_on_names=None, name=None, _use_mapper_path=None)",
        });
}

void add_attributes_signatures(Dict& sqlalchemy_orm_attributes) {
    python::set_signatures(sqlalchemy_orm_attributes, {
                                                          "flag_modified(instance, key)",
                                                          "flag_dirty(instance)",
                                                          "set_committed_value(instance, key, value)",
                                                          "get_history(obj, key, passive=None)",
                                                          "instance_state(instance)",
                                                      });
}

void add_asyncio_signatures(Dict& sqlalchemy_ext_asyncio) {
    python::set_signatures(sqlalchemy_ext_asyncio, {
                                                       "async_object_session(instance)",
                                                       "async_session(session)",
                                                       "create_async_engine(url, **kw)",
                                                   });
}

void add_sqlalchemy_signatures(Dict& sqlalchemy) {
    python::set_signatures(sqlalchemy, {
                                           "and_(*clauses)",
                                           "or_(*clauses)",
                                           "not_(clause)",
                                           "desc(column)",
                                           "asc(column)",
                                           "nulls_first(column)",
                                           "nulls_last(column)",
                                           "nullsfirst: nulls_first(column)",
                                           "nullslast: nulls_last(column)",
                                           "alias(selectable, name=None, flat=None)",
                                           "cte(selectable, name=None, recursive=None)",
                                           "lateral(selectable, name=None)",
                                           "join(left, right, onclause=None, isouter=None, full=None)",
                                           "outerjoin(left, right, onclause=None, full=None)",
                                           "bindparam(key, value=None, type_=None, unique=None, required=None, quote=None, "
                                           "callable_=None, expanding=None, isoutparam=None, literal_execute=None)",
                                           "exists(__argument=None)",
                                           "intersect(*selects)",
                                           "intersect_all(*selects)",
                                           "except_(*selects)",
                                           "except_all(*selects)",
                                           "over(element, partition_by=None, order_by=None, range_=None, rows=None, "
                                           "groups=None)",
                                           "within_group(element, *order_by)",
                                           "values(*columns, name=None, literal_binds=None)",
                                           "type_coerce(expression, type_)",
                                           "collate(expression, collation)",
                                           "make_url(name_or_url)",
                                           "select(*entities, **__kw)",
                                           "insert(table)",
                                           "update(table)",
                                           "delete(table)",
                                           "text(text)",
                                           "literal(value, type_=None, literal_execute=None)",
                                           "literal_column(text, type_=None)",
                                           "cast(expression, type_)",
                                           "case(*whens, value=None, else_=None)",
                                           "between(expr, lower_bound, upper_bound, symmetric=None)",
                                           "distinct(expr)",
                                           "extract(field, expr)",
                                           "tuple_(*clauses, types=None)",
                                           "union(*selects)",
                                           "union_all(*selects)",
                                           "inspect(subject, raiseerr=None)",
                                           "create_engine(url, **kwargs)",
                                           "null()",
                                           "true()",
                                           "false()",
                                           "column(text, type_=None, is_literal=None, _selectable=None)",
                                           "table(name, *columns, **kw)",
                                           "label(name, element, type_=None)",
                                           "type_coerce(expression, type_)",
                                           "collate(expression, collation)",
                                           "within_group(element, *order_by)",
                                           "funcfilter(func, *criterion)",
                                           "any_(expr)",
                                           "all_(expr)",
                                       });
}

} // namespace relata::modules
