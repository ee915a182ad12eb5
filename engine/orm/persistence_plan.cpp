#include "orm/persistence_plan.h"

#include "sql/coercions.h"
#include "sql/dialect.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::orm::persistence {

namespace {

/// The plans of one mapper.
class TablePlans final : public RefCounted {
  public:
    static TablePlans& of(Mapper& mapper) {
        static constexpr char tag = 0;
        Ref<RefCounted>& slot = mapper.memoized[&tag];
        if (!slot) slot = make_ref<TablePlans>();
        return static_cast<TablePlans&>(*slot);
    }
    std::map<const sql::Table*, std::unique_ptr<TablePlan>> by_table; ///< null: not written
    std::unique_ptr<TablePlan> readonly;
};

PlannedColumn planned(Mapper& mapper, ColumnProperty& property, sql::Column* column) {
    PlannedColumn result{};
    result.column = column;
    result.attribute = mapper.attributes()[size_t(property.index())];
    result.deferred = property.deferred();
    result.expire_on_flush = property.expire_on_flush();
    if (!column) return result;
    const sql::ColumnSchema& schema = column->schema();
    result.is_primary_key = schema.primary_key;
    result.server_default = schema.server_default.has_value();
    result.evaluates_none = column->type->should_evaluate_none();
    result.insert_as_none =
        !schema.primary_key && !schema.server_default && !schema.default_ && !result.evaluates_none;
    return result;
}

Ref<sql::ColumnElement> matches(Runtime& runtime, sql::Column& column, std::string parameter) {
    sql::BindParameter::Options options;
    options.key = std::move(parameter);
    options.type = column.type;
    options.type_given = true;
    return sql::operate(runtime, sql::Op::eq, column,
                        *make_ref<sql::BindParameter>(runtime, std::move(options)));
}

} // namespace

const TablePlan* TablePlan::of(Mapper& mapper, const sql::Table& table) {
    auto& plans = TablePlans::of(mapper).by_table;
    if (const auto known = plans.find(&table); known != plans.end()) return known->second.get();
    auto& plan = plans[&table];
    const auto& tables = mapper.tables();
    if (std::find(tables.begin(), tables.end(), &table) == tables.end()) return nullptr;
    plan = std::make_unique<TablePlan>();
    for (sql::Column* column : table.column_list())
        if (ColumnProperty* property = mapper.find_property_by_column(*column))
            plan->columns.push_back(planned(mapper, *property, column));
    return plan.get();
}

const TablePlan& TablePlan::readonly_of(Mapper& mapper) {
    auto& plan = TablePlans::of(mapper).readonly;
    if (!plan) {
        plan = std::make_unique<TablePlan>();
        for (ColumnProperty* property : mapper.column_attrs())
            if (!property->table_column() && mapper.attributes()[size_t(property->index())])
                plan->columns.push_back(planned(mapper, *property, nullptr));
    }
    return *plan;
}

StatementCache& StatementCache::of(Mapper& mapper) {
    static constexpr char tag = 0;
    Ref<RefCounted>& slot = mapper.memoized[&tag];
    if (!slot) slot = make_ref<StatementCache>(mapper);
    return static_cast<StatementCache&>(*slot);
}

Ref<sql::ClauseElement> StatementCache::insert(sql::Table& table, ReturnDefaults returned) {
    Ref<sql::ClauseElement>& known = m_statements[{Verb::insert, &table, uint8_t(returned)}];
    if (known) return known;
    auto statement = make_ref<sql::Insert>(table);
    if (returned != ReturnDefaults::none) {
        statement->return_defaults = true;
        auto& columns = statement->return_defaults_columns;
        statement->sort_by_parameter_order = true;
        if (returned == ReturnDefaults::primary_key || returned == ReturnDefaults::primary_key_and_server_defaults)
            for (sql::Column* column : table.primary_key_columns())
                columns.emplace_back(*column);
        if (returned == ReturnDefaults::server_defaults || returned == ReturnDefaults::primary_key_and_server_defaults)
            for (const PlannedColumn& c : TablePlan::of(m_mapper, table)->columns)
                if (c.server_default && !c.is_primary_key) columns.emplace_back(*c.column);
        if (sql::Column* version = m_mapper.version_id_col(); version && version->schema_table() == &table)
            columns.emplace_back(*version);
    }
    return known = statement;
}

Ref<sql::ClauseElement> StatementCache::update(sql::Table& table, bool with_version, bool has_all_pks, bool returns_defaults) {
    const uint8_t variant = uint8_t(uint8_t(with_version) | uint8_t(has_all_pks) << 1 | uint8_t(returns_defaults) << 2);
    Ref<sql::ClauseElement>& known = m_statements[{Verb::update, &table, variant}];
    if (known) return known;
    Runtime& runtime = m_mapper.runtime();
    auto statement = make_ref<sql::Update>(table);
    for (sql::Column* column : m_mapper.primary_key_of(table))
        statement->where_criteria.push_back(matches(runtime, *column, key_label(*column)));
    if (with_version) {
        sql::Column& version = *m_mapper.version_id_col();
        statement->where_criteria.push_back(matches(runtime, version, key_label(version)));
    }
    if (!has_all_pks) {
        statement->return_defaults = true;
        for (sql::Column* column : m_mapper.primary_key_of(table))
            statement->return_defaults_columns.emplace_back(*column);
    }
    if (returns_defaults) {
        statement->return_defaults = true;
        for (const PlannedColumn& c : TablePlan::of(m_mapper, table)->columns)
            if (has_server_onupdate(*c.column)) statement->return_defaults_columns.emplace_back(*c.column);
    }
    return known = statement;
}

bool has_server_onupdate(const sql::Column& column) {
    const sql::ColumnSchema& schema = column.schema();
    return schema.server_onupdate || (schema.onupdate && schema.onupdate->type == sql::ColumnDefault::Type::clause);
}

Ref<sql::ClauseElement> StatementCache::delete_(sql::Table& table, bool with_version) {
    Ref<sql::ClauseElement>& known = m_statements[{Verb::delete_, &table, uint8_t(with_version)}];
    if (known) return known;
    Runtime& runtime = m_mapper.runtime();
    auto statement = make_ref<sql::Delete>(table);
    for (sql::Column* column : m_mapper.primary_key_of(table))
        statement->where_criteria.push_back(matches(runtime, *column, *column->key()));
    if (with_version) {
        sql::Column& version = *m_mapper.version_id_col();
        statement->where_criteria.push_back(matches(runtime, version, *version.key()));
    }
    return known = statement;
}

std::shared_ptr<sql::Compiled> StatementCache::compiled(sql::ClauseElement& statement,
                                                        std::vector<std::string> column_keys, bool many) {
    auto& known = m_compiled[{&statement, many, column_keys}];
    if (!known) {
        sql::CompileOptions options;
        options.column_keys = std::move(column_keys);
        options.for_executemany = many;
        known = sql::compile(m_mapper.runtime(), statement, sql::Dialect::sqlite(), options);
    }
    return known;
}

Ref<sql::ClauseElement> with_values(sql::ClauseElement& statement, const ValueParameters& values) {
    Ref<sql::ClauseElement> copy = statement.clone();
    auto& target = static_cast<sql::ValuesBase&>(*copy);
    for (const auto& [column, clause] : values) {
        sql::ColumnValue value;
        value.column = Ref<sql::ColumnElement>(*column);
        value.clause = clause;
        target.values.push_back(std::move(value));
    }
    return copy;
}

Ref<sql::ClauseElement> delete_by_columns(Runtime& runtime, sql::Table& table, const sync::Row& row) {
    auto statement = make_ref<sql::Delete>(table);
    for (sql::Column* column : table.column_list())
        if (std::any_of(row.begin(), row.end(), [&](const auto& entry) { return entry.first == column; }))
            statement->where_criteria.push_back(matches(runtime, *column, *column->key()));
    return statement;
}

Ref<sql::ClauseElement> update_by_columns(Runtime& runtime, sql::Table& table, const sync::Row& row) {
    auto statement = make_ref<sql::Update>(table);
    for (sql::Column* column : table.column_list())
        if (std::any_of(row.begin(), row.end(), [&](const auto& entry) { return entry.first == column; }))
            statement->where_criteria.push_back(matches(runtime, *column, "old_" + *column->key()));
    return statement;
}

std::string key_label(const sql::Column& column) {
    return column.tq_label().value_or(*column.key());
}

Ref<sql::ColumnElement> sql_value(Runtime& runtime, const Value& value) {
    if (!value.is_object()) return {};
    switch (value.as_object()->kind()) {
    case ObjectKind::other:
    case ObjectKind::slot_descriptor:
        break;
    default:
        return {};
    }
    const Ref<sql::ClauseElement> clause = sql::clause_of(runtime, value);
    if (!clause) return {};
    if (clause->is_select_base())
        return Ref<sql::ColumnElement>(make_ref<sql::ScalarSelect>(static_cast<sql::SelectBase&>(*clause)));
    return Ref<sql::ColumnElement>(clause->as_column_element());
}

Value next_version(Runtime& runtime, const Mapper& mapper, const Value& version) {
    const Value& generator = mapper.version_id_generator();
    if (generator.is_set() && is_callable(runtime, generator)) return call(runtime, generator, {version});
    return runtime.make_int(version.is_small_int() ? version.as_small_int() + 1 : 1);
}

std::vector<sql::Table*> tables_of_hierarchy(Mapper& base) {
    std::vector<sql::Table*> result;
    for (Mapper* mapper : base.self_and_descendants())
        for (sql::Table* table : mapper->tables())
            if (std::find(result.begin(), result.end(), table) == result.end()) result.push_back(table);
    return result;
}

std::vector<std::pair<Mapper*, std::vector<ColumnPair>>> equated_pairs(Mapper& mapper,
                                                                       const sql::Table& table) {
    std::vector<std::pair<Mapper*, std::vector<ColumnPair>>> result;
    for (Mapper* m : mapper.iterate_to_root()) {
        if (!m->inherits() || m->single()) continue;
        std::vector<ColumnPair> pairs;
        for (sql::ForeignKey* fk : m->local_table()->foreign_keys()) {
            sql::Column* target = fk->resolved_column();
            if (target && target->schema_table() == &table && m->primary_key_of(*m->local_table()).size() &&
                fk->parent->is_primary_key())
                pairs.emplace_back(target, fk->parent);
        }
        if (!pairs.empty()) result.emplace_back(m, std::move(pairs));
    }
    return result;
}

} // namespace relata::orm::persistence
