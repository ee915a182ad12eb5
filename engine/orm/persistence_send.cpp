// How a flush sends its statements: values by position, defaults computed, rows of RETURNING read.
#include "execution/insert_many.h"
#include "execution/statement_error.h"
#include "orm/persistence_plan.h"
#include "support/protocol.h"

#include <algorithm>
#include <optional>

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

/// What a flush hands to the connection: a dict for each row, by the names of the parameters.
Value distilled_parameters(Runtime& runtime, const sql::Compiled& compiled, const std::vector<Source>& sources,
                           const std::vector<ParameterSet>& sets) {
    std::vector<Value> list;
    for (const ParameterSet& set : sets) {
        const Ref<Dict> dict = runtime.make_dict();
        for (size_t i = 0; i < sources.size(); ++i) {
            const Source& source = sources[i];
            if (source.kind == Source::Kind::param)
                dict->set(*runtime.intern(compiled.positional[i]), (*set.params)[source.index].second);
            else if (source.kind == Source::Kind::key_param)
                dict->set(*runtime.intern(compiled.positional[i]), (*set.key_params)[source.index].second);
        }
        list.emplace_back(dict);
    }
    return runtime.make_list(std::move(list));
}

/// Where the values of a new row's primary key come from. SQLAlchemy:
/// DefaultExecutionContext._setup_ins_pk_from_lastrowid and kin.
class InsertedKey {
  public:
    InsertedKey(const sql::Table& table, const ParameterSet& set, SentStatement& sent, size_t rows) : m_sent(sent) {
        const auto place = [](const auto& columns, const sql::Column* column) {
            const auto found = std::find(columns.rbegin(), columns.rend(), column);
            return found == columns.rend() ? none : size_t(columns.rend() - found) - 1;
        };
        const sql::Column* autoincrement = table.autoincrement_column();
        for (const sql::Column* column : table.primary_key_columns()) {
            Part part{place(sent.returned.columns, column), place(sent.prefetched.columns, column), none, column == autoincrement};
            for (size_t i = 0; set.params && i < set.params->size() && part.param == none; ++i)
                if ((*set.params)[i].first == column) part.param = i;
            m_parts.push_back(part);
            sent.primary_key.columns.push_back(column);
        }
        sent.primary_key.all.resize(rows * m_parts.size());
    }
    void set(size_t row, const ParameterSet& set, const Value& last_row_id) {
        const auto key = m_sent.primary_key.row(row);
        for (size_t i = 0; i < m_parts.size(); ++i) {
            const Part& part = m_parts[i];
            Value& value = key[i];
            if (part.returned != none) value = m_sent.returned.row(row)[part.returned];
            if (!value.is_set() && part.prefetched != none) value = m_sent.prefetched.row(row)[part.prefetched];
            if (!value.is_set() && part.param != none) value = (*set.params)[part.param].second;
            if (part.is_autoincrement && part.returned == none && (!value.is_set() || value.is_none())) value = last_row_id;
            if (!value.is_set()) value = Value::none();
        }
    }

  private:
    static constexpr size_t none = SIZE_MAX;
    struct Part {
        size_t returned, prefetched, param; ///< places among the columns
        bool is_autoincrement;
    };
    SentStatement& m_sent;
    std::vector<Part> m_parts;
};

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
    for (const auto& p : prefetch) sent.prefetched.columns.push_back(p.column);
    sent.prefetched.all.resize(prefetch.size() * sets.size());
    sent.postfetch.assign(compiled->postfetch.begin(), compiled->postfetch.end());
    const execution::Cause cause{execution::Cause::Kind::flush, {}};
    const size_t width = sources.size();
    std::vector<Value> values;
    // SQLAlchemy computes and converts the values of all rows before it sends the first.
    const bool values_at_once = returned.empty() || (many && compiled->insert_many_values);
    values.reserve(width * (values_at_once ? sets.size() : 1));

    const auto convert = [&](size_t index) {
        const ParameterSet& set = sets[index];
        for (size_t i = 0; i < prefetch.size(); ++i)
            sent.prefetched.row(index)[i] = computed_default(runtime, *prefetch[i].column, is_update);
        for (const Source& source : sources) {
            const auto from = [&]() -> Value {
                switch (source.kind) {
                case Source::Kind::param: return (*set.params)[source.index].second;
                case Source::Kind::key_param: return (*set.key_params)[source.index].second;
                case Source::Kind::prefetch: return sent.prefetched.row(index)[source.index];
                case Source::Kind::own: break;
                }
                return source.parameter->effective_value(runtime);
            };
            values.push_back(source.type ? source.type->process_bind(runtime, from()) : from());
        }
    };
    // SQLAlchemy: Connection._execute_context: what fails before the cursor is there is a StatementError.
    const auto add_values = [&](size_t index) {
        try {
            convert(index);
        } catch (Error& error) {
            execution::raise_statement_error(runtime, error, compiled->sql,
                                             distilled_parameters(runtime, *compiled, sources, sets));
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
        if (is_insert && !many) InsertedKey(table, sets[0], sent, 1).set(0, sets[0], cursor->last_row_id());
        cursor->close();
        return sent;
    }
    // What stands in a row of RETURNING beyond the sentinels.
    const size_t sentinels = many && compiled->insert_many_values ? compiled->insert_many_values->sentinels.size() : 0;
    const size_t kept = returned.size() - std::min(sentinels, returned.size());
    sent.returned.columns.assign(returned.begin(), returned.begin() + ptrdiff_t(kept));
    sent.returned.all.resize(kept * sets.size());
    std::optional<InsertedKey> inserted_key;
    if (is_insert) inserted_key.emplace(table, sets.front(), sent, sets.size());
    std::vector<Value> found; // sentinels
    const auto read_row = [&](dbapi::Cursor& cursor, size_t row) {
        for (size_t c = 0; c < returned.size(); ++c) {
            if (!returned[c]) continue;
            Value value = cursor.column(int(c));
            const sql::TypeEngine& type = *returned[c]->type;
            if (type.needs_result() && !value.is_none()) value = type.process_result(runtime, value);
            if (c < kept) sent.returned.row(row)[c] = std::move(value);
            else found.push_back(std::move(value));
        }
    };
    // Where RETURNING asks for the new row's id alone, SQLite knows it anyway.
    const bool returns_row_id = is_insert && kept == 1 && returned.size() == 1 && returned[0] && returned[0]->name() &&
                                returned[0] == table.autoincrement_column() && !table.schema_name();
    const std::string id_name = returns_row_id ? *returned[0]->name() : std::string();
    const dbapi::RowIdColumn row_id{table.name(), id_name};
    if (many && compiled->insert_many_values && !compiled->insert_many_values->one_by_one) {
        const auto& all = *compiled->insert_many_values;
        const auto sentinel_parameter = [&](size_t row, const sql::Column* column) {
            for (const auto& [c, v] : *sets[row].params)
                if (c == column) return v;
            for (size_t i = 0; i < prefetch.size(); ++i)
                if (prefetch[i].column == column) return sent.prefetched.row(row)[i];
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
            found.clear();
            for (size_t i = 0; i < batch.rows && cursor->has_row(); ++i, cursor->advance()) {
                read_row(*cursor, batch.first + i);
                inserted_key->set(batch.first + i, sets[batch.first + i], cursor->last_row_id());
            }
            sent.rowcount += std::max<int64_t>(cursor->row_count(), 0);
            cursor->close();
            if (all.sentinel_parameters.empty()) continue;
            std::vector<Value> expected;
            for (size_t i = 0; i < batch.rows; ++i)
                for (const sql::Column* column : all.sentinels) expected.push_back(sentinel_parameter(batch.first + i, column));
            execution::match_sentinels(runtime, expected, found, all.sentinels.size());
        }
        return sent;
    }
    if (values_at_once)
        for (size_t i = 0; i < sets.size(); ++i) add_values(i);
    for (size_t i = 0; i < sets.size(); ++i) {
        if (!values_at_once) {
            values.clear();
            add_values(i);
        }
        execution::DriverStatement driver{};
        driver.sql = compiled->sql;
        driver.parameters = std::span(values).subspan(values_at_once ? i * width : 0, width);
        driver.width = width;
        driver.cause = &cause;
        driver.reads_at_once = true;
        driver.returned = returns_row_id ? &row_id : nullptr;
        driver.is_batch = many && compiled->insert_many_values;
        if (is_insert && many) driver.part = {i + 1, sets.size(), true, width > 0};
        const Ref<dbapi::Cursor> cursor = connection.send(driver);
        if (cursor->has_row()) { // a trigger may keep the row out
            read_row(*cursor, i);
            if (is_insert) inserted_key->set(i, sets[i], cursor->last_row_id());
            cursor->advance();
        }
        sent.rowcount += std::max<int64_t>(cursor->row_count(), 0);
        cursor->close();
    }
    return sent;
}

} // namespace relata::orm::persistence
