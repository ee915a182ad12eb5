// Statements of Core: compile, bind, send, wrap the rows. SQLAlchemy: Connection.execute, engine/default.py
// DefaultExecutionContext.
#include "execution/connection.h"
#include "execution/insert_many.h"
#include "execution/statement_error.h"
#include "sql/compiler.h"
#include "support/protocol.h"

namespace relata::execution {

namespace {

using ParameterSet = std::map<std::string, Value>;

// SQLAlchemy: engine/_py_util.py _distill_params_20.
std::vector<ParameterSet> distill(Runtime& runtime, const Value& parameters) {
    std::vector<ParameterSet> sets;
    auto add = [&](const Value& given) {
        const Dict* dict = given.as<Dict>();
        if (!dict) throw Error(Exc::ArgumentError, "List argument must consist only of dictionaries");
        ParameterSet& set = sets.emplace_back();
        dict->for_each([&](const Value& key, const Value& value) { set[str_text(runtime, key)] = value; });
    };
    if (!parameters.is_set() || parameters.is_none()) return sets;
    if (parameters.as<Dict>()) {
        add(parameters);
        if (sets[0].empty()) sets.clear();
    } else if (parameters.as<List>() || parameters.as<Tuple>()) {
        for (const Value& item : to_vector(runtime, parameters))
            add(item);
    } else {
        throw Error(Exc::ArgumentError, "mapping or list expected for parameters");
    }
    return sets;
}

/// The names, in cursor order, with what finds them.
Ref<ResultMetadata> metadata_of(Runtime& runtime, const sql::Compiled& compiled, const dbapi::Cursor& cursor,
                                std::vector<sql::TypeRef>& types) {
    std::vector<ResultColumn> columns;
    const auto& names = cursor.column_names();
    const bool by_position = compiled.result_columns.size() == names.size();
    const size_t sentinels = compiled.insert_many_values ? compiled.insert_many_values->sentinels.size() : 0;
    for (size_t i = 0; i + sentinels < names.size(); ++i) {
        ResultColumn column{names[i], {}, Uniqueness::hash, {}};
        const sql::ResultColumn* known = by_position ? &compiled.result_columns[i] : nullptr;
        for (const sql::ResultColumn& c : compiled.result_columns)
            if (!known && c.keyname == names[i]->view()) known = &c;
        if (known) {
            column.name = runtime.intern(known->keyname);
            column.targets.assign(known->objects.begin(), known->objects.end());
            column.alternatives = known->string_objects;
            column.alternatives.push_back(known->name);
            types.push_back(known->type && known->type->needs_result() ? known->type : sql::TypeRef());
        } else {
            types.push_back({});
        }
        columns.push_back(std::move(column));
    }
    return runtime.make<ResultMetadata>(runtime.type_for<ResultMetadata>(), std::move(columns));
}

/// SQLAlchemy: DefaultExecutionContext._exec_default.
Value computed_default(Runtime& runtime, const sql::Column& column, bool is_update) {
    const auto& given = is_update ? column.schema().onupdate : column.schema().default_;
    if (!given) return Value::none();
    switch (given->type) {
    case sql::ColumnDefault::Type::scalar: return given->value;
    case sql::ColumnDefault::Type::callable:
        return given->takes_context ? call(runtime, given->value, {Value::none()}) : call(runtime, given->value);
    default: return Value::none();
    }
}

void bind_values(Runtime& runtime, const sql::Compiled& compiled, const std::vector<std::string>& positional,
                 const std::vector<std::pair<std::string, sql::TypeRef>>& expanded,
                 const ParameterSet& values, std::vector<Value>& out) {
    for (const std::string& name : positional) {
        const auto found = values.find(name);
        Value value = found == values.end() ? Value::none() : found->second;
        const sql::TypeEngine* type = nullptr;
        if (const auto* bind = compiled.bind(name)) type = bind->parameter->type.get();
        for (const auto& [expanded_name, expanded_type] : expanded)
            if (expanded_name == name) type = expanded_type.get();
        out.push_back(type && type->needs_bind() ? type->process_bind(runtime, value) : std::move(value));
    }
}

/// A set that lacks a value says which of the sets it is.
ParameterSet parameters_of_group(Runtime& runtime, const sql::Compiled& compiled, const ParameterSet& given, size_t group) {
    try {
        return compiled.construct_parameters(runtime, given);
    } catch (Error& error) {
        if (error.exception().is_set() || error.exception_class() != Exc::InvalidRequestError) throw;
        const std::string at = group ? ", in parameter group " + std::to_string(group) : std::string();
        throw Error(Exc::InvalidRequestError, error.message() + at).with("code", runtime.make_str("cd3x"));
    }
}

/// Of the statements with RETURNING only an INSERT takes several parameter sets. SQLAlchemy:
/// DefaultExecutionContext._init_compiled.
void refuse_returning_of_many(const sql::Compiled& compiled, const Engine& engine) {
    if (compiled.insert_many_values) return;
    if (compiled.is_insert)
        throw Error(Exc::InvalidRequestError, "Statement does not have \"insertmanyvalues\" enabled, can't use "
                                              "INSERT..RETURNING with executemany in this case.");
    throw Error(Exc::InvalidRequestError,
                "Dialect sqlite+" + std::string(engine.is_async() ? "aiosqlite" : "pysqlite") + " with current server capabilities does not support " +
                    std::string(compiled.is_update ? "UPDATE" : "DELETE") + "..RETURNING when executemany is used");
}

/// The rows of an INSERT of many, as its batches give them.
struct ManyRows {
    std::vector<Value> rows; ///< without the sentinel columns
    Ref<dbapi::Cursor> last;
};

ManyRows insert_many(Connection& connection, const sql::Compiled& compiled, DriverStatement driver,
                     std::span<const Value> values, const std::vector<ParameterSet>& sets, size_t page_size) {
    Runtime& runtime = connection.runtime();
    const auto& many = *compiled.insert_many_values;
    InsertManyBatches batches(compiled, values, sets.size(), page_size);
    driver.executemany = false;
    driver.is_batch = true;
    ManyRows result;
    while (!batches.at_end()) {
        const InsertManyBatches::Batch batch = batches.next();
        driver.sql = batch.sql;
        driver.parameters = batch.parameters;
        driver.width = batch.parameters.size();
        driver.part = {driver.part.number + 1, batches.total(), batches.is_sorted(), batches.is_downgraded()};
        result.last = connection.send(driver);
        std::vector<sql::TypeRef> types;
        for (const sql::ResultColumn& column : compiled.result_columns)
            types.push_back(column.type && column.type->needs_result() ? column.type : sql::TypeRef());
        std::vector<Value> rows, expected, returned;
        CursorSource(result.last, types).fetch_all(rows);
        result.last->close();
        const size_t width = compiled.result_columns.size(), sentinels = many.sentinels.size(), kept = width - sentinels;
        for (size_t row = 0; row + width <= rows.size(); row += width) {
            result.rows.insert(result.rows.end(), rows.begin() + ptrdiff_t(row), rows.begin() + ptrdiff_t(row + kept));
            returned.insert(returned.end(), rows.begin() + ptrdiff_t(row + kept), rows.begin() + ptrdiff_t(row + width));
        }
        if (many.one_by_one || many.sentinel_parameters.empty()) continue;
        for (size_t row = 0; row < batch.rows; ++row)
            for (const std::string& name : many.sentinel_parameters) {
                const auto& set = sets[batch.first + row];
                const auto found = set.find(name);
                expected.push_back(found == set.end() ? Value::none() : found->second);
            }
        match_sentinels(runtime, expected, returned, sentinels);
    }
    return result;
}

/// SQLAlchemy: SQLCompiler._inserted_primary_key_from_lastrowid_getter.
Value inserted_key(Runtime& runtime, const sql::Compiled& compiled, const ParameterSet& values, const Value& last_row_id) {
    std::vector<ResultColumn> columns;
    std::vector<Value> key;
    const sql::Column* numbered = compiled.dml_table->autoincrement_column();
    for (const sql::Column* column : compiled.dml_table->primary_key_columns()) {
        columns.push_back({runtime.intern(*column->key()), {column->identity()}, Uniqueness::hash, {}});
        const auto given = values.find(*column->key());
        Value value = given == values.end() ? Value::none() : given->second;
        if (value.is_none() && column == numbered) value = last_row_id;
        key.push_back(std::move(value));
    }
    const Ref<ResultMetadata> metadata =
        runtime.make<ResultMetadata>(runtime.type_for<ResultMetadata>(), std::move(columns));
    return Row::make(runtime, *metadata, key);
}

} // namespace

Ref<Result> Connection::execute(sql::ClauseElement& statement, const Value& parameters,
                                const ExecutionOptions& options, const Cause& cause) {
    Runtime& run = runtime();
    const Ref<sql::ClauseElement> keep(&statement);
    const ExecutionOptions all_options = m_options.merged(run, options);
    std::vector<ParameterSet> sets = distill(run, parameters);
    const bool many = sets.size() > 1;
    sql::CompileOptions compile_options;
    compile_options.for_executemany = many;
    compile_options.linting = m_engine->options().enable_from_linting;
    // Without parameters an INSERT or UPDATE has the columns of its values() only.
    compile_options.column_keys.emplace();
    if (!sets.empty()) {
        for (const auto& [key, value] : sets[0])
            compile_options.column_keys->push_back(key);
    }
    const std::shared_ptr<sql::Compiled> compiled =
        sql::compile(run, statement, sql::Dialect::sqlite(), compile_options);
    for (const std::string& warning : compiled->linter_warnings) run.warn(Exc::SAWarning, warning);
    if (sets.empty()) sets.emplace_back();

    std::string text = compiled->sql;
    std::vector<Value> values;
    std::vector<ParameterSet> bound_sets; ///< of an INSERT, before the types had their say
    size_t width = 0;
    try {
        if (many && compiled->effective_returning) refuse_returning_of_many(*compiled, *m_engine);
        for (const ParameterSet& set : sets) {
            // Defaults first: their bind parameters have no value of their own.
            ParameterSet given = set;
            for (const auto* prefetch : {&compiled->insert_prefetch, &compiled->update_prefetch})
                for (const sql::PrefetchColumn& p : *prefetch)
                    if (!given.contains(p.bind_name))
                        given[p.bind_name] = computed_default(run, *p.column, prefetch == &compiled->update_prefetch);
            ParameterSet bound = compiled->is_ddl ? ParameterSet() : parameters_of_group(run, *compiled, given, size_t(&set - sets.data()));
            if (compiled->has_post_compile) {
                const auto expanded = compiled->expand(run, sql::Dialect::sqlite(), bound);
                text = expanded.sql;
                bind_values(run, *compiled, expanded.positional, expanded.types, bound, values);
                width = expanded.positional.size();
            } else if (!compiled->is_ddl) {
                bind_values(run, *compiled, compiled->positional, {}, bound, values);
                width = compiled->positional.size();
            }
            if (compiled->is_update ? !many : compiled->is_insert && (!many || compiled->insert_many_values))
                bound_sets.push_back(std::move(bound));
        }
    } catch (Error& error) {
        raise_statement_error(run, error, text, parameters);
    }

    DriverStatement driver;
    driver.sql = text;
    driver.parameters = values;
    driver.width = width;
    driver.executemany = many;
    const Cause schema{Cause::Kind::schema, {}};
    driver.cause = compiled->is_ddl && cause.kind == Cause::Kind::query ? &schema : &cause;
    driver.options = &all_options;
    Ref<dbapi::Cursor> cursor;
    std::vector<sql::TypeRef> types;
    Ref<ResultMetadata> metadata;
    std::unique_ptr<RowSource> source;
    int64_t row_count = 0;
    if (many && compiled->insert_many_values) {
        const auto page = all_options.integer(run, "insertmanyvalues_page_size");
        ManyRows all = insert_many(*this, *compiled, driver, values, bound_sets,
                                   size_t(std::max<int64_t>(1, page.value_or(m_engine->options().insertmanyvalues_page_size))));
        cursor = all.last;
        metadata = metadata_of(run, *compiled, *cursor, types);
        row_count = cursor->row_count();
        source = std::make_unique<BufferedSource>(std::move(all.rows), metadata->size());
    } else {
        cursor = send(driver);
        metadata = metadata_of(run, *compiled, *cursor, types);
        row_count = cursor->row_count();
        source = std::make_unique<CursorSource>(cursor, types);
    }
    Ref<CursorResult> result =
        run.make<CursorResult>(run.type_for<CursorResultType>(), metadata, std::move(source));
    result->rowcount = row_count;
    result->lastrowid = cursor->last_row_id();
    result->is_insert = compiled->is_insert;
    result->is_update = compiled->is_update;
    result->is_delete = compiled->is_delete;
    result->is_single_row_insert = compiled->is_insert && !many;
    if (result->is_single_row_insert && !compiled->returns_rows)
        result->inserted_primary_key_rows.push_back(
            inserted_key(run, *compiled, bound_sets[0], compiled->postfetch_lastrowid ? cursor->last_row_id() : Value::none()));
    if (compiled->is_update && !many) {
        for (const sql::PrefetchColumn& p : compiled->update_prefetch)
            result->prefetched.emplace_back(p.column, bound_sets[0][p.bind_name]);
        result->postfetched.assign(compiled->postfetch.begin(), compiled->postfetch.end());
    }
    result->set_no_rows(cursor->returns_rows());
    if (!cursor->returns_rows()) result->close();
    result->set_origin({last_statement(), {}});
    if (const auto count = all_options.integer(run, "yield_per")) result->yield_per(size_t(*count));
    return result;
}

Ref<Result> Connection::exec_driver_sql(const std::string& sql, const Value& parameters,
                                        const ExecutionOptions& options) {
    Runtime& run = runtime();
    const ExecutionOptions all_options = m_options.merged(run, options);
    std::vector<Value> values;
    size_t width = 0;
    DriverStatement driver;
    driver.is_raw = true;
    driver.sql = sql;
    if (const List* list = parameters.as<List>()) {
        for (const Value& set : list->items()) {
            const std::vector<Value> items = to_vector(run, set);
            width = items.size();
            values.insert(values.end(), items.begin(), items.end());
        }
        driver.executemany = true;
    } else if (parameters.as<Tuple>()) {
        values = to_vector(run, parameters);
    }
    driver.parameters = values;
    driver.width = width;
    driver.options = &all_options;
    const Ref<dbapi::Cursor> cursor = send(driver);
    std::vector<ResultColumn> columns;
    for (const Ref<Str>& name : cursor->column_names())
        columns.push_back({name, {}, Uniqueness::hash, {}});
    Ref<CursorResult> result =
        run.make<CursorResult>(run.type_for<CursorResultType>(),
                               run.make<ResultMetadata>(run.type_for<ResultMetadata>(), std::move(columns)),
                               std::make_unique<CursorSource>(cursor, std::vector<sql::TypeRef>()));
    result->rowcount = cursor->row_count();
    result->lastrowid = cursor->last_row_id();
    result->set_no_rows(cursor->returns_rows());
    result->set_origin({last_statement(), {}});
    return result;
}

} // namespace relata::execution
