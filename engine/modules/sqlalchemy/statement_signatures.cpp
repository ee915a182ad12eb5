// The signatures of what makes statements: clauses, selects, DML, tables, loader options. See signatures.cpp.
#include "modules/sqlalchemy/signatures.h"

#include "python/native_function.h"
#include "python/type_builder.h"

namespace relata::modules {

void add_clause_element_signatures(python::TypeBuilder& b) {
    b.signatures({
        "ClauseElement.compare(self, other, **kw)",
        "CompilerElement.compile(self, bind=None, dialect=None, **kw)",
        "ClauseElement.self_group(self, against=None)",
    });
}

void add_select_base_signatures(python::TypeBuilder& b) {
    b.signatures({
        "SelectBase.subquery(self, name=None)",
        "SelectBase.alias(self, name=None, flat=None)",
        "HasCTE.cte(self, name=None, recursive=None, nesting=None)",
        "SelectBase.scalar_subquery(self)",
        "SelectBase.as_scalar(self)",
        "SelectBase.lateral(self, name=None)",
        "SelectBase.exists(self)",
        "SelectBase.label(self, name)",
        "ClauseElement.params(self, __optionaldict=None, **kwargs)",
    });
}

void add_select_signatures(python::TypeBuilder& b) {
    b.signatures({
        "Select.where(self, *whereclause)",
        "Select.filter(self, *criteria)",
        "Select.having(self, *having)",
        "Select.filter_by(self, **kwargs)",
        "Select.join(self, target, onclause=None, *, isouter=None, full=None)",
        "Select.outerjoin(self, target, onclause=None, *, full=None)",
        "Select.join_from(self, from_, target, onclause=None, *, isouter=None, full=None)",
        "Select.outerjoin_from(self, from_, target, onclause=None, *, full=None)",
        "Select.select_from(self, *froms)",
        "Select.distinct(self, *expr)",
        "GenerativeSelect.with_for_update(self, *, nowait=None, read=None, of=None, skip_locked=None, "
        "key_share=None)",
        "Select.add_columns(self, *entities)",
        "Select.column(self, column)",
        "Select.correlate(self, *fromclauses)",
        "Select.correlate_except(self, *fromclauses)",
        "HasPrefixes.prefix_with(self, *prefixes, dialect=None)",
        "HasSuffixes.suffix_with(self, *suffixes, dialect=None)",
        "Select.from_statement(self, statement)",
        "GenerativeSelect.set_label_style(self, style)",
        "Select.get_final_froms(self)",
        "Select.union(self, *other)",
        "Select.union_all(self, *other)",
        "Select.intersect(self, *other)",
        "Select.intersect_all(self, *other)",
        "Select.except_(self, *other)",
        "Select.except_all(self, *other)",
        "Select.self_group(self, against=None)",
    });
}

void add_sqlmodel_select_signatures(python::TypeBuilder& b) {
    b.signatures({"SelectBase.where(self, *whereclause)", "SelectBase.having(self, *having)"});
}

void add_generative_signatures(python::TypeBuilder& b) {
    b.signatures({
        "GenerativeSelect.limit(self, limit)",
        "GenerativeSelect.offset(self, offset)",
        "GenerativeSelect.fetch(self, count, with_ties=None, percent=None, **dialect_kw)",
        "GenerativeSelect.slice(self, start, stop)",
        "Executable.options(self, *options)",
        "Executable.execution_options(self, **kw)",
        "HasCTE.add_cte(self, *ctes, nest_here=None)",
    });
}

void add_dml_signatures(python::TypeBuilder& b) {
    b.signatures({
        "Insert.from_select(self, names, select, include_defaults=None)",
        "DMLWhereBase.where(self, *whereclause)",
        "DMLWhereBase.filter(self, *criteria)",
        "DMLWhereBase.filter_by(self, **kwargs)",
        "Update.ordered_values(self, *args)",
        "UpdateBase.returning(self, *cols, sort_by_parameter_order=None, **__kw)",
        "HasPrefixes.prefix_with(self, *prefixes, dialect=None)",
        "Executable.options(self, *options)",
        "Executable.execution_options(self, **kw)",
    });
}

void add_load_signatures(python::TypeBuilder& b) {
    b.signatures({
        "_AbstractLoad.contains_eager(self, attr, alias=None, _is_chain=None, _propagate_to_loaders=None)",
        "_AbstractLoad.defaultload(self, attr)",
        "_AbstractLoad.defer(self, key, raiseload=None)",
        "_AbstractLoad.immediateload(self, attr, recursion_depth=None)",
        "_AbstractLoad.joinedload(self, attr, innerjoin=None)",
        "_AbstractLoad.lazyload(self, attr)",
        "_AbstractLoad.load_only(self, *attrs, raiseload=None)",
        "_AbstractLoad.noload(self, attr)",
        "Load.options(self, *opts)",
        "_AbstractLoad.raiseload(self, attr, sql_only=None)",
        "_AbstractLoad.selectin_polymorphic(self, classes)",
        "_AbstractLoad.selectinload(self, attr, recursion_depth=None)",
        "_AbstractLoad.subqueryload(self, attr)",
        "_AbstractLoad.undefer(self, key)",
        "_AbstractLoad.undefer_group(self, name)",
        "_AbstractLoad.with_expression(self, key, expression)",
    });
}

void add_function_signatures(python::TypeBuilder& b) {
    b.signatures({
        "FunctionElement.over(self, *, partition_by=None, order_by=None, rows=None, range_=None, groups=None)",
        "FunctionElement.filter(self, *criterion)",
        "FunctionElement.within_group(self, *order_by)",
        "FunctionElement.self_group(self, against=None)",
    });
}

void add_from_clause_signatures(python::TypeBuilder& b) {
    b.signatures({
        "FromClause.alias(self, name=None, flat=None)",
        "FromClause.join(self, right, onclause=None, isouter=None, full=None)",
        "FromClause.outerjoin(self, right, onclause=None, full=None)",
        "FromClause.select(self)",
        "Selectable.corresponding_column(self, column, require_embedded=None)",
    });
}

void add_table_signatures(python::TypeBuilder& b) {
    b.signatures({
        "Table.create(self, bind, checkfirst=None)",
        "Table.drop(self, bind, checkfirst=None)",
        "TableClause.insert(self)",
        "TableClause.update(self)",
        "TableClause.delete(self)",
    });
}

void add_metadata_signatures(python::TypeBuilder& b) {
    b.signatures({
        "MetaData.clear(self)",
        "MetaData.remove(self, table)",
        "MetaData.create_all(self, bind, tables=None, checkfirst=None)",
        "MetaData.drop_all(self, bind, tables=None, checkfirst=None)",
    });
}

void add_queryable_attribute_signatures(python::TypeBuilder& b) {
    b.signatures({
        "QueryableAttribute.adapt_to_entity(self, adapt_to_entity)",
        "QueryableAttribute.and_(self, *clauses)",
        "QueryableAttribute.label(self, name)",
        "QueryableAttribute.of_type(self, entity)",
        "PropComparator.any(self, criterion=None, **kwargs)",
        "PropComparator.has(self, criterion=None, **kwargs)",
        "ColumnOperators.contains(self, other, **kw)",
        "ColumnOperators.in_(self, other)",
    });
}

void add_mapper_signatures(python::TypeBuilder& b) {
    b.signatures({
        "Mapper.get_property(self, key, _configure_mappers=None)",
        "Mapper.has_property(self, key)",
        "Mapper.isa(self, other)",
        "Mapper.primary_key_from_instance(self, instance)",
    });
}

void add_url_signatures(python::TypeBuilder& b) {
    b.signatures({
        "URL.create(cls, drivername, username=None, password=None, host=None, port=None, database=None, query=None)",
        "URL.get_backend_name(self)",
        "URL.get_driver_name(self)",
        "URL.render_as_string(self, hide_password=None)",
        "URL.set(self, drivername=None, username=None, password=None, host=None, port=None, database=None, "
        "query=None)",
    });
}

} // namespace relata::modules
