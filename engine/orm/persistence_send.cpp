// How a flush sends its statements: values by position, defaults computed, rows of RETURNING read.
#include "execution/insert_many.h"
#include "orm/persistence_plan.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::orm::persistence {

namespace {

/// Where the value of one `?` comes from.
struct Source {
    enum class Kind : uint8_t { param, key_param, prefetch, own } kind = Kind::own;
    size_t index = 0;
    const sql::BindParameter* parameter = nullptr;
    const sql::TypeEngine* type = nullptr; ///< null: the value goes as it is
};

std::vector<Source> sources_of(const sql::Compiled& compiled, const ParameterSet& set,
                               const std::vector<sql::PrefetchColumn>& prefetch) {
    std::vector<Source> result;
    for (const std::string& name : compiled.positional) {
        Source source;
        if (const auto* bind = compiled.bind(name)) {
            source.parameter = bind->parameter.get();
            if (bind->parameter->type && bind->parameter->type->needs_bind())
                source.type = bind->parameter->type.get();
        }
        auto find = [&](Source::Kind kind, const auto* entries, auto&& matches) {
            if (source.kind != Source::Kind::own || !entries) return;
            for (size_t i = 0; i < entries->size(); ++i) {
                if (!matches((*entries)[i])) continue;
                source.kind = kind;
                source.index = i;
                return;
            }
        };
        find(Source::Kind::key_param, set.key_params, [&](const auto& entry) { return entry.first == name; });
        find(Source::Kind::param, set.params, [&](const auto& entry) { return *entry.first->key() == name; });
        find(Source::Kind::prefetch, &prefetch, [&](const auto& entry) { return entry.bind_name == name; });
        if (source.kind == Source::Kind::prefetch && !source.type) {
            const sql::TypeEngine& type = *prefetch[source.index].column->type;
            if (type.needs_bind()) source.type = &type;
        }
        result.push_back(source);
    }
    return result;
}

/// SQLAlchemy: DefaultExecutionContext.get_insert_default, get_update_default.
Value computed_default(Runtime& runtime, const sql::Column& column, bool is_update) {
    const auto& given = is_update ? column.schema().onupdate : column.schema().default_;
    if (!given) return Value::none();
    switch (given->type) {
    case sql::ColumnDefault::Type::scalar:
        return given->value;
    case sql::ColumnDefault::Type::callable:
        return given->takes_context ? call(runtime, given->value, {Value::none()})
                                    : call(runtime, given->value);
    default:
        return Value::none();
    }
}

std::vector<const sql::Column*> returned_columns(const sql::Compiled& compiled, const sql::Table& table) {
    std::vector<const sql::Column*> result;
    if (!compiled.returns_rows) return result;
    for (const sql::ResultColumn& column : compiled.result_columns) {
        const sql::Column* found = nullptr;
        for (const sql::Column* candidate : table.column_list())
            if (std::find(column.objects.begin(), column.objects.end(), candidate->identity()) !=
                    column.objects.end() ||
                candidate->name() == column.keyname)
                found = candidate;
        result.push_back(found);
    }
    return result;
}

/// SQLAlchemy: DefaultExecutionContext._setup_ins_pk_from_lastrowid and kin.
std::vector<Value> inserted_primary_key(Runtime& runtime, const sql::Table& table, const ParameterSet& set,
                                        const SentStatement::Row& row, const Value& last_row_id) {
    (void)runtime;
    std::vector<Value> key;
    const sql::Column* autoincrement = table.autoincrement_column();
    for (const sql::Column* column : table.primary_key_columns()) {
        Value value;
        for (const auto& [c, v] : row.returned)
            if (c == column) value = v;
        for (const auto& [c, v] : row.prefetched)
            if (c == column && !value.is_set()) value = v;
        if (set.params)
            for (const auto& [c, v] : *set.params)
                if (c == column && !value.is_set()) value = v;
        if ((!value.is_set() || value.is_none()) && column == autoincrement) value = last_row_id;
        key.push_back(value.is_set() ? value : Value::none());
    }
    return key;
}

} // namespace

SentStatement send(execution::Connection& connection, sql::ClauseElement& statement, sql::Table& table,
                   const std::vector<ParameterSet>& sets, StatementCache* cache) {
    Runtime& runtime = connection.runtime();
    const bool is_insert = statement.kind() == sql::Kind::insert,
               is_update = statement.kind() == sql::Kind::update;
    const bool many = sets.size() > 1;
    std::vector<std::string> keys;
    if (sets.front().params)
        for (const auto& [column, value] : *sets.front().params)
            keys.push_back(*column->key());
    std::shared_ptr<sql::Compiled> compiled;
    if (cache) {
        compiled = cache->compiled(statement, std::move(keys), many);
    } else {
        sql::CompileOptions options;
        options.column_keys = std::move(keys);
        options.for_executemany = many;
        compiled = sql::compile(runtime, statement, sql::Dialect::sqlite(), options);
    }
    static const std::vector<sql::PrefetchColumn> no_prefetch;
    const auto& prefetch = is_insert   ? compiled->insert_prefetch
                           : is_update ? compiled->update_prefetch
                                       : no_prefetch;
    const std::vector<Source> sources = sources_of(*compiled, sets.front(), prefetch);
    const std::vector<const sql::Column*> returned = returned_columns(*compiled, table);

    SentStatement sent;
    sent.rows.resize(sets.size());
    sent.postfetch.assign(compiled->postfetch.begin(), compiled->postfetch.end());
    const execution::Cause cause{execution::Cause::Kind::flush, {}};
    const size_t width = sources.size();
    std::vector<Value> values;
    values.reserve(width * (returned.empty() ? sets.size() : 1));

    auto add_values = [&](size_t index) {
        const ParameterSet& set = sets[index];
        SentStatement::Row& row = sent.rows[index];
        for (const auto& p : prefetch)
            row.prefetched.emplace_back(p.column, computed_default(runtime, *p.column, is_update));
        for (const Source& source : sources) {
            Value value;
            switch (source.kind) {
            case Source::Kind::param:
                value = (*set.params)[source.index].second;
                break;
            case Source::Kind::key_param:
                value = (*set.key_params)[source.index].second;
                break;
            case Source::Kind::prefetch:
                value = row.prefetched[source.index].second;
                break;
            case Source::Kind::own:
                value = source.parameter->effective_value(runtime);
                break;
            }
            values.push_back(source.type ? source.type->process_bind(runtime, value) : std::move(value));
        }
    };

    if (returned.empty()) {
        for (size_t i = 0; i < sets.size(); ++i)
            add_values(i);
        execution::DriverStatement driver{};
        driver.sql = compiled->sql;
        driver.parameters = values;
        driver.width = width;
        driver.executemany = many;
        driver.cause = &cause;
        driver.reads_at_once = true;
        const Ref<dbapi::Cursor> cursor = connection.send(driver);
        sent.rowcount = cursor->row_count();
        if (is_insert && !many)
            sent.rows[0].primary_key =
                inserted_primary_key(runtime, table, sets[0], sent.rows[0], cursor->last_row_id());
        cursor->close();
        return sent;
    }
    if (many && compiled->insert_many_values) {
        const auto& all = *compiled->insert_many_values;
        const auto sentinel_parameter = [&](size_t row, const sql::Column* column) {
            for (const auto& [c, v] : *sets[row].params)
                if (c == column) return v;
            for (const auto& [c, v] : sent.rows[row].prefetched)
                if (c == column) return v;
            return Value::none();
        };
        for (size_t i = 0; i < sets.size(); ++i)
            add_values(i);
        execution::InsertManyBatches batches(*compiled, values, sets.size(),
                                             size_t(std::max<int64_t>(1, connection.engine().options().insertmanyvalues_page_size)));
        for (size_t number = 1; !batches.at_end(); ++number) {
            const auto batch = batches.next();
            execution::DriverStatement driver{};
            driver.part = {number, batches.total(), true, batches.is_downgraded()};
            driver.sql = batch.sql;
            driver.parameters = batch.parameters;
            driver.width = batch.parameters.size();
            driver.is_batch = true;
            driver.cause = &cause;
            driver.reads_at_once = true;
            const Ref<dbapi::Cursor> cursor = connection.send(driver);
            std::vector<Value> expected, found;
            for (size_t i = 0; i < batch.rows && cursor->has_row(); ++i, cursor->advance()) {
                SentStatement::Row& row = sent.rows[batch.first + i];
                for (size_t c = 0; c < returned.size(); ++c) {
                    if (!returned[c]) continue;
                    Value value = cursor->column(int(c));
                    const sql::TypeEngine& type = *returned[c]->type;
                    if (type.needs_result() && !value.is_none()) value = type.process_result(runtime, value);
                    if (c + all.sentinels.size() >= returned.size()) found.push_back(std::move(value));
                    else row.returned.emplace_back(returned[c], std::move(value));
                }
                row.primary_key = inserted_primary_key(runtime, table, sets[batch.first + i], row, cursor->last_row_id());
            }
            sent.rowcount += std::max<int64_t>(cursor->row_count(), 0);
            cursor->close();
            if (all.sentinel_parameters.empty()) continue;
            for (size_t i = 0; i < batch.rows; ++i)
                for (const sql::Column* column : all.sentinels) expected.push_back(sentinel_parameter(batch.first + i, column));
            execution::match_sentinels(runtime, expected, found, all.sentinels.size());
        }
        return sent;
    }
    for (size_t i = 0; i < sets.size(); ++i) {
        values.clear();
        add_values(i);
        execution::DriverStatement driver{};
        driver.sql = compiled->sql;
        driver.parameters = values;
        driver.width = width;
        driver.cause = &cause;
        driver.reads_at_once = true;
        if (is_insert && many) driver.part = {i + 1, sets.size(), true, width > 0};
        const Ref<dbapi::Cursor> cursor = connection.send(driver);
        SentStatement::Row& row = sent.rows[i];
        if (cursor->has_row()) {
            for (size_t c = 0; c < returned.size(); ++c) {
                if (!returned[c]) continue;
                Value value = cursor->column(int(c));
                const sql::TypeEngine& type = *returned[c]->type;
                if (type.needs_result() && !value.is_none()) value = type.process_result(runtime, value);
                row.returned.emplace_back(returned[c], std::move(value));
            }
            cursor->advance();
        }
        sent.rowcount += std::max<int64_t>(cursor->row_count(), 0);
        if (is_insert)
            row.primary_key = inserted_primary_key(runtime, table, sets[i], row, cursor->last_row_id());
        cursor->close();
    }
    return sent;
}

} // namespace relata::orm::persistence
