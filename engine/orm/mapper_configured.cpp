// Tells whoever listens what the mappers came to: tables, columns, and the columns that each relationship
// resolved to.
#include "orm/mapper.h"
#include "orm/properties.h"
#include "orm/registry.h"
#include "orm/relationship.h"

#include "execution/run_state.h"
#include "sql/dialect.h"

namespace relata::orm {

namespace {

using execution::MapperConfigured;

std::string text(const sql::ColumnElement& column) {
    const auto* known = dynamic_cast<const sql::Column*>(&column);
    return known ? known->text() : std::string();
}

MapperConfigured::Column described(const std::string& key, const sql::Column& column) {
    MapperConfigured::Column made;
    made.name = key;
    try {
        made.type = column.type->ddl(sql::Dialect::sqlite());
    } catch (const Error&) { // a NullType has no name in DDL
    }
    made.primary_key = column.is_primary_key();
    made.nullable = column.is_nullable();
    made.unique = column.schema().unique.value_or(false);
    made.index = column.schema().index.value_or(false);
    if (!column.foreign_keys().empty()) made.foreign_key = column.foreign_keys().front()->target_fullname();
    return made;
}

std::vector<MapperConfigured::Pair> described(const std::vector<ColumnPair>& pairs) {
    std::vector<MapperConfigured::Pair> made;
    for (const auto& [left, right] : pairs)
        made.push_back({text(*left), text(*right)});
    return made;
}

MapperConfigured::Relationship described(RelationshipProperty& relationship) {
    MapperConfigured::Relationship made;
    made.name = relationship.key();
    if (!relationship.is_configured()) { // configuring failed here or before it: no columns
        try {
            made.target = relationship.mapper().mapped_class().name();
        } catch (const Error&) { // the class is not known
        }
        made.back_populates = relationship.back_populates().value_or("");
        return made;
    }
    made.target = relationship.mapper().mapped_class().name();
    made.direction = direction_name(relationship.direction());
    made.uselist = relationship.uselist();
    if (const auto* table = relationship.secondary_table()) made.secondary = table->name();
    // backref names either side. Of two sides one of which says back_populates, only that one tells the other of a change.
    made.back_populates = relationship.back_populates().value_or("");
    made.lazy = strategy_name(relationship.strategy_key());
    made.cascade = relationship.cascade().text();
    made.pairs = described(relationship.local_remote_pairs());
    if (relationship.secondary())
        made.secondary_pairs = described(relationship.secondary_synchronize_pairs());
    return made;
}

} // namespace

void told_configured(Runtime& runtime, Mapper& mapper) {
    auto& run = execution::RunState::of(runtime);
    if (!run.is_heard()) return;
    MapperConfigured event;
    event.entity = mapper.mapped_class().name();
    event.file = mapper.mapped_class().module();
    if (mapper.local_table()) event.table = mapper.local_table()->name();
    for (const Ref<MapperProperty>& property : mapper.properties()) {
        if (auto* column = dynamic_cast<ColumnProperty*>(property.get())) {
            if (const sql::Column* known = column->table_column())
                event.columns.push_back(described(property->key(), *known));
        } else if (auto* relationship = dynamic_cast<RelationshipProperty*>(property.get())) {
            event.relationships.push_back(described(*relationship));
        }
    }
    run.emit(event);
}

} // namespace relata::orm
