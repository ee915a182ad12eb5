#include "orm/sync.h"

#include "orm/mapper.h"
#include "sql/schema/schema.h"

namespace relata::orm::sync {

namespace {

std::string column_text(const sql::ColumnElement& column) {
    return static_cast<const sql::Column*>(column.identity())->text();
}

[[noreturn]] void raise_for_source(const sql::ColumnElement& source, const Mapper& mapper,
                                   const sql::ColumnElement& dest) {
    throw Error(Exc::UnmappedColumnError, "Can't execute sync rule for source column '" +
                                              column_text(source) + "'; mapper '" + mapper.text() +
                                              "' does not map this column.  Try using an explicit "
                                              "`foreign_keys` collection which does not include "
                                              "destination column '" +
                                              column_text(dest) + "' (or use a viewonly=True relation).");
}

[[noreturn]] void raise_for_destination(const sql::ColumnElement& dest, const Mapper& mapper) {
    throw Error(Exc::UnmappedColumnError, "Can't execute sync rule for destination column '" +
                                              column_text(dest) + "'; mapper '" + mapper.text() +
                                              "' does not map this column.  Try using an explicit "
                                              "`foreign_keys` collection which does not include "
                                              "this column (or use a viewonly=True relation).");
}

AttributeImpl& source_impl(InstanceState& state, Mapper& mapper, const sql::ColumnElement& column,
                           const sql::ColumnElement& dest) {
    const MapperProperty* property = mapper.find_property_by_column(column);
    if (!property) raise_for_source(column, mapper, dest);
    return attribute_of(state, *property);
}

Value current(InstanceState& state, AttributeImpl& impl) {
    LoaderResult result = impl.get(state, Passive::off);
    return result.has_value() ? result.value : Value::none();
}

AttributeImpl& destination_impl(InstanceState& state, Mapper& mapper, const sql::ColumnElement& column) {
    const MapperProperty* property = mapper.find_property_by_column(column);
    if (!property) raise_for_destination(column, mapper);
    return attribute_of(state, *property);
}

} // namespace

void populate(InstanceState& source, Mapper& source_mapper, InstanceState& dest, Mapper& dest_mapper,
              const std::vector<ColumnPair>& pairs, UOWTransaction& uow, bool flag_cascaded_pks) {
    for (const auto& [l, r] : pairs) {
        const Value value = current(source, source_impl(source, source_mapper, *l, *r));
        destination_impl(dest, dest_mapper, *r).set(dest, value);
        if (!flag_cascaded_pks || !l->is_primary_key() || !r->is_primary_key()) continue;
        const auto& column = static_cast<const sql::Column&>(*r->identity());
        if (column.references(static_cast<const sql::Column&>(*l->identity())))
            uow.set_pk_cascaded(dest, column);
    }
}

void clear(InstanceState& dest, Mapper& dest_mapper, const std::vector<ColumnPair>& pairs) {
    for (const auto& [l, r] : pairs) {
        AttributeImpl& impl = destination_impl(dest, dest_mapper, *r);
        if (r->is_primary_key() && !current(dest, impl).is_none())
            throw Error(Exc::AssertionError, "Dependency rule on column '" + column_text(*l) +
                                                 "' tried to blank-out primary key column '" +
                                                 column_text(*r) + "' on instance '" + dest.text() + "'");
        impl.set(dest, Value::none());
    }
}

void populate_row(InstanceState& source, Mapper& source_mapper, Row& row,
                  const std::vector<ColumnPair>& pairs) {
    for (const auto& [l, r] : pairs) {
        Value value = current(source, source_impl(source, source_mapper, *l, *r));
        const auto* column = static_cast<const sql::Column*>(r->identity());
        const auto known =
            std::find_if(row.begin(), row.end(), [&](const auto& entry) { return entry.first == column; });
        if (known != row.end())
            known->second = std::move(value);
        else
            row.emplace_back(column, std::move(value));
    }
}

void update(InstanceState& source, Mapper& source_mapper, Row& row, Row& old_row,
            const std::vector<ColumnPair>& pairs) {
    for (const auto& [l, r] : pairs) {
        AttributeImpl& impl = source_impl(source, source_mapper, *l, *r);
        const LoaderResult old = impl.get_committed_value(source);
        const auto* column = static_cast<const sql::Column*>(r->identity());
        old_row.emplace_back(column, old.has_value() ? old.value : Value::none());
        row.emplace_back(column, current(source, impl));
    }
}

bool source_modified(InstanceState& source, Mapper& source_mapper, const std::vector<ColumnPair>& pairs) {
    if (source.committed_state().empty()) return false;
    for (const auto& [l, r] : pairs)
        if (!source_impl(source, source_mapper, *l, *r)
                 .get_history(source, Passive::no_initialize)
                 .deleted.empty())
            return true;
    return false;
}

} // namespace relata::orm::sync
