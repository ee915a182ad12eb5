// Session.execute: compiles through the cache, sends, and turns rows into a Result. SQLAlchemy: Session._execute_internal,
// loading.instances.
#include "orm/bulk_dml.h"
#include "orm/context.h"
#include "orm/execute_state.h"
#include "orm/from_statement.h"
#include "support/protocol.h"

#include "execution/connection.h"
#include "execution/engine.h"
#include "execution/statement_error.h"
#include "sql/cache_key.h"
#include "support/dict.h"

namespace relata::orm {

namespace {

/// Compiled statements by cache key, for the whole run.
struct CompiledCache final : Runtime::Extension {
    explicit CompiledCache(Runtime&) {}
    struct Entry {
        std::shared_ptr<sql::Compiled> compiled;
        Ref<sql::ClauseElement> statement;
    };
    std::unordered_map<std::string, Entry> entries;
    void clear_references() override { entries.clear(); }
};

bool add_compile_options(sql::CacheKey& key, const sql::ClauseElement& statement) {
    if (statement.kind() != sql::Kind::select) return true;
    const auto* options = ORMCompileState::Options::find(static_cast<const sql::Select&>(statement));
    key.add(options != nullptr);
    if (!options) return true;
    const PathRegistry& path = options->current_path;
    key.add(std::string_view(path.token()));
    for (size_t i = 0; i + path.is_token() < path.size(); ++i)
        key.add(i % 2 ? static_cast<const void*>(&path.property_at(i)) : static_cast<const void*>(&path.entity_at(i)));
    key.add(options->enable_eagerloads);
    key.add(options->for_refresh_state);
    key.add(options->has_only_load_props);
    for (const AttributeImpl* impl : options->only_load_props) key.add(static_cast<const void*>(impl));
    for (const auto& reverse : options->lazyload_reverse) key.add(static_cast<const void*>(reverse));
    return true;
}

/// Rows of a statement over entities. SQLAlchemy: instances() and its chunks().
class OrmSource final : public execution::RowSource {
  public:
    OrmSource(std::unique_ptr<QueryContext> context, Ref<dbapi::Cursor> cursor, Ref<Session> session)
        : m_session(std::move(session)), m_context(std::move(context)), m_cursor(std::move(cursor)), m_loader(*m_context) {
        m_width = m_loader.processors.size();
    }
    bool requires_unique() const { return m_context->loaders_require_uniquing; }
    bool requires_buffering() const { return m_context->loaders_require_buffering; }
    void prebuffer() { load(SIZE_MAX); }
    size_t fetch(size_t count, std::vector<Value>& out) override {
        size_t rows = 0;
        while (rows < count) {
            if (m_at == m_rows.size()) {
                m_rows.clear();
                m_at = 0;
                if (!m_cursor || !load(m_yield_per ? m_yield_per : SIZE_MAX)) break;
            }
            // A chunk keeps its objects alive until its last row was taken, as chunks() does with its list.
            for (size_t i = 0; i < m_width; ++i) out.push_back(m_rows[m_at++]);
            ++rows;
        }
        return rows;
    }
    size_t fetch_all(std::vector<Value>& out) override {
        if (m_yield_per || !out.empty() || m_at != m_rows.size() || !m_cursor) return fetch(SIZE_MAX, out);
        const size_t rows = m_loader.read(*m_cursor, SIZE_MAX, out);
        close_cursor();
        return rows;
    }
    void yield_per(size_t rows) override { m_yield_per = rows; }
    void close() override {
        close_cursor();
        const std::vector<Value> rows = std::exchange(m_rows, {});
        m_at = 0;
    }
    void clear_references() override {
        m_rows.clear();
        m_cursor.reset();
    }

  private:
    void close_cursor() {
        if (m_cursor) std::exchange(m_cursor, nullptr)->close();
    }
    bool load(size_t limit) {
        if (!m_cursor) return false;
        const size_t rows = m_loader.read(*m_cursor, limit, m_rows);
        if (rows < limit) close_cursor();
        return rows > 0;
    }
    Ref<Session> m_session;
    std::unique_ptr<QueryContext> m_context;
    Ref<dbapi::Cursor> m_cursor;
    EntityLoader m_loader;
    std::vector<Value> m_rows;
    size_t m_at = 0, m_width = 0, m_yield_per = 0;
};

Mapper* bind_mapper_of(const sql::ClauseElement& statement) {
    const sql::PropagateAttrs* propagate = nullptr;
    if (statement.is_select_base()) propagate = &static_cast<const sql::SelectBase&>(statement).propagate;
    if (statement.is_dml()) propagate = &static_cast<const sql::UpdateBase&>(statement).propagate;
    return propagate && propagate->plugin_subject ? &mapper_of(*propagate->plugin_subject) : nullptr;
}

execution::ExecutionOptions statement_options(Runtime& runtime, const sql::ClauseElement& statement,
                                              const execution::ExecutionOptions& given) {
    Value own;
    if (statement.is_select_base()) own = static_cast<const sql::SelectBase&>(statement).execution_options;
    if (statement.is_dml()) own = static_cast<const sql::UpdateBase&>(statement).execution_options;
    Dict* dict = own.as<Dict>();
    return dict ? execution::ExecutionOptions(Ref<Dict>(dict)).merged(runtime, given) : given;
}

execution::Connection& connection_for(Session& session, const sql::ClauseElement& statement, Mapper* mapper, const Value& bind,
                                      const execution::ExecutionOptions&) {
    (void)statement;
    const Value target = bind.is_set() && !bind.is_none() ? bind : session.get_bind(mapper, nullptr, true);
    // Options of a statement go to its execution; only Session.connection() gives some to the connection.
    return session.connection_for_bind(target);
}

void warn_of_linter(Session& session, Mapper* mapper, const sql::Compiled& compiled) {
    if (compiled.linter_warnings.empty()) return;
    Runtime& runtime = session.runtime();
    const Value bind = session.get_bind(mapper, nullptr, true);
    const auto* engine = bind.as<execution::Engine>();
    const auto* connection = bind.as<execution::Connection>();
    if (connection) engine = &connection->engine();
    if (engine && !engine->options().enable_from_linting) return;
    for (const std::string& text : compiled.linter_warnings) runtime.warn(Exc::SAWarning, text);
}

bool is_orm_statement(const sql::ClauseElement& statement) {
    if (statement.kind() == sql::Kind::select) return bool(static_cast<const sql::Select&>(statement).propagate.plugin);
    if (statement.is_dml()) return bool(static_cast<const sql::UpdateBase&>(statement).propagate.plugin);
    return false;
}

} // namespace

std::map<std::string, Value> parameters_of(Runtime& runtime, const Value& params) {
    std::map<std::string, Value> result;
    Value mapping = params;
    if (const List* list = params.is_object() ? params.as<List>() : nullptr; list && list->size() == 1) mapping = list->items()[0];
    if (!mapping.is_set() || mapping.is_none()) return result;
    const Value pairs = call_method(runtime, mapping, "items");
    for_each(runtime, pairs, [&](Value pair) {
        const std::vector<Value> entry = to_vector(runtime, pair);
        result[str_text(runtime, entry[0])] = entry[1];
    });
    return result;
}

Ref<execution::ResultMetadata> entity_metadata(Runtime& runtime, const ORMCompileState& state) {
    std::vector<execution::ResultColumn> columns;
    const sql::Select& select = state.select_statement();
    for (size_t i = 0; i < state.entities().size(); ++i) {
        const QueryEntity& entity = *state.entities()[i];
        execution::ResultColumn column;
        column.name = runtime.intern(entity.label_name);
        if (entity.target()) column.targets = {entity.target()->identity(), entity.target()};
        if (entity.is_mapper_entity()) {
            column.uniqueness = execution::Uniqueness::identity;
            column.targets.push_back(entity.entity_zero());
        }
        if (select.raw_columns.size() == state.entities().size()) {
            column.targets.push_back(select.raw_columns[i]->identity());
            column.targets.push_back(select.raw_columns[i].get());
        }
        columns.push_back(std::move(column));
    }
    return runtime.make<execution::ResultMetadata>(runtime.type_for<execution::ResultMetadata>(), std::move(columns), true);
}

std::shared_ptr<sql::Compiled> compile_orm(Session& session, sql::ClauseElement& statement,
                                           std::vector<const sql::BindParameter*>& extracted) {
    Runtime& runtime = session.runtime();
    sql::CompileOptions options;
    options.linting = true;
    sql::CacheKey key;
    const bool cacheable = add_compile_options(key, statement) && key.add(&statement);
    if (!cacheable) {
        std::shared_ptr<sql::Compiled> compiled = sql::compile(runtime, statement, sql::Dialect::sqlite(), options);
        warn_of_linter(session, bind_mapper_of(statement), *compiled);
        return compiled;
    }
    auto& entry = runtime.extension<CompiledCache>().entries[key.text()];
    if (!entry.compiled) {
        entry.compiled = sql::compile(runtime, statement, sql::Dialect::sqlite(), options);
        entry.compiled->cache_binds = key.binds();
        warn_of_linter(session, bind_mapper_of(statement), *entry.compiled);
        entry.statement = Ref<sql::ClauseElement>(statement);
    }
    extracted = key.binds();
    return entry.compiled;
}

Ref<dbapi::Cursor> send_compiled(Session& session, execution::Connection& connection, const sql::Compiled& compiled,
                                 const std::map<std::string, Value>& bound, const execution::ExecutionOptions& options,
                                 const execution::Cause& cause, bool reads_at_once) {
    Runtime& runtime = session.runtime();
    std::map<std::string, Value> with_items;
    sql::Compiled::Expanded expanded;
    std::unordered_map<std::string_view, const sql::TypeRef*> expanded_types;
    if (compiled.has_post_compile) {
        with_items = bound;
        expanded = compiled.expand(runtime, sql::Dialect::sqlite(), with_items);
        for (const auto& [name, type] : expanded.types) expanded_types.emplace(name, &type);
    }
    const bool expands = compiled.has_post_compile;
    const std::map<std::string, Value>& parameters = expands ? with_items : bound;
    std::vector<Value> values;
    const std::vector<std::string>& positional = expands ? expanded.positional : compiled.positional;
    values.reserve(positional.size());
    for (const std::string& name : positional) {
        const sql::TypeEngine* type = nullptr;
        if (const auto at = expanded_types.find(name); at != expanded_types.end())
            type = at->second->get();
        else if (const auto* bind = compiled.bind(name))
            type = bind->parameter->type.get();
        const auto given = parameters.find(name);
        Value value = given == parameters.end() ? Value() : given->second;
        if (type && type->needs_bind() && !(value.is_none() && !type->should_evaluate_none())) {
            try {
                value = type->process_bind(runtime, value);
            } catch (Error& error) {
                execution::raise_statement_error(runtime, error, expands ? expanded.sql : compiled.sql, {});
            }
        }
        values.push_back(std::move(value));
    }
    execution::DriverStatement driver{};
    driver.sql = expands ? expanded.sql : compiled.sql;
    driver.parameters = values;
    driver.width = values.size();
    driver.cause = &cause;
    driver.options = &options;
    driver.reads_at_once = reads_at_once;
    return connection.send(driver);
}

namespace {

std::vector<Value> load_rows_now(Session& session, const Ref<sql::Select>& statement, const LoaderExecution& how) {
    if (how.autoflush && session.autoflush) session.run_autoflush();
    std::vector<const sql::BindParameter*> extracted;
    const auto compiled = how.compiled ? how.compiled : compile_orm(session, *statement, extracted);
    const auto parameters = compiled->construct_parameters(session.runtime(), how.parameters, extracted.empty() ? nullptr : &extracted);
    const auto context = std::make_shared<QueryContext>(session, compiled, how.load_options);
    context->propagated_loader_options = how.propagated_options;
    context->execution_options = how.execution_options;
    context->recursion_depth = how.recursion_depth;
    context->statement = statement;
    context->parameters = how.parameters;
    context->subquery_origin = how.subquery_origin;
    if (how.post_loads) {
        context->post_loads = how.post_loads;
        context->is_top_level = false;
    }
    execution::Connection& connection = connection_for(session, *statement, how.bind_mapper, how.bind, how.execution_options);
    const Ref<dbapi::Cursor> cursor =
        send_compiled(session, connection, *compiled, parameters, how.execution_options, how.cause, true);
    EntityLoader loader(*context);
    if (how.post_loads && context->has_post_loads) how.post_loads->nested.push_back(context);
    std::vector<Value> rows;
    loader.read(*cursor, SIZE_MAX, rows);
    cursor->close();
    return rows;
}

Value execute_now(Session& session, sql::ClauseElement& statement, const ExecuteOptions& given) {
    Runtime& runtime = session.runtime();
    const Ref<sql::ClauseElement> keep(statement);
    const execution::ExecutionOptions options = statement_options(runtime, statement, given.options);
    const bool is_orm = is_orm_statement(statement);
    const Value autoflush = options.find("autoflush");
    if (is_orm && session.autoflush && !given.no_autoflush && !(autoflush.is_set() && !truth(runtime, autoflush)))
        session.run_autoflush();
    if (is_orm && statement.is_dml())
        if (Value result = execute_bulk_dml(session, static_cast<sql::UpdateBase&>(statement), given, options); result.is_set())
            return result;
    Mapper* mapper = bind_mapper_of(statement);
    execution::Connection& connection = connection_for(session, statement, mapper, given.bind, options);
    if (is_orm && statement.kind() == sql::Kind::select && static_cast<sql::Select&>(statement).from_statement)
        return execute_from_statement(session, static_cast<sql::Select&>(statement), given, options, connection);
    if (!is_orm || statement.kind() != sql::Kind::select)
        return connection.execute(statement, given.params, options, given.cause);

    std::vector<const sql::BindParameter*> extracted;
    const auto compiled = compile_orm(session, statement, extracted);
    std::map<std::string, Value> parameters;
    try {
        parameters = compiled->construct_parameters(runtime, parameters_of(runtime, given.params),
                                                    extracted.empty() ? nullptr : &extracted);
    } catch (Error& error) {
        execution::raise_statement_error(runtime, error, compiled->sql, given.params);
    }
    QueryContext::LoadOptions load_options;
    load_options.populate_existing = options.is_true(runtime, "populate_existing");
    const auto yield_per = options.integer(runtime, "yield_per");
    const bool streams = options.is_true(runtime, "stream_results");
    auto context = std::make_unique<QueryContext>(session, compiled, load_options);
    auto& select = static_cast<sql::Select&>(statement);
    for (const auto& option : select.options)
        if (auto* load = dynamic_cast<Load*>(option.get()); load ? load->propagate_to_loaders() : true)
            if (auto* criteria = dynamic_cast<LoaderCriteriaOption*>(option.get()); !criteria || criteria->propagate_to_loaders())
                context->propagated_loader_options.push_back(option);
    context->execution_options = options;
    context->statement = Ref<sql::Select>(select);
    context->parameters = parameters_of(runtime, given.params);
    ORMCompileState& state = context->compile_state;
    const Ref<execution::ResultMetadata> metadata = entity_metadata(runtime, state);
    const Ref<dbapi::Cursor> cursor =
        send_compiled(session, connection, *compiled, parameters, options, given.cause, !yield_per && !streams);
    auto source = std::make_unique<OrmSource>(std::move(context), cursor, Ref<Session>(session));
    OrmSource& rows = *source;
    if (yield_per && (rows.requires_unique() || rows.requires_buffering()))
        throw Error(Exc::InvalidRequestError,
                    "Can't use yield_per with eager loaders that require uniquing or row buffering, e.g. joinedload() against "
                    "collections or subqueryload().  Consider the selectinload() strategy for better flexibility in loading "
                    "objects.");
    const Ref<execution::Result> result = runtime.make<execution::Result>(
        runtime.type_for<execution::ChunkedIteratorResultType>(), metadata, std::move(source));
    if (rows.requires_unique())
        result->require_unique("The unique() method must be invoked on this Result, as it contains results that include joined "
                               "eager loads against collections");
    result->set_origin({.statement = connection.last_statement(), .options = state.option_texts()});
    if (yield_per) {
        result->yield_per(size_t(*yield_per));
        result->refuse_unique("Can't use the ORM yield_per feature in conjunction with unique()");
    }
    // An AsyncSession's rows are all there when its call returns: nothing may wait for the driver afterwards.
    if ((session.options().is_async && !streams) || options.is_true(runtime, "prebuffer_rows")) rows.prebuffer();
    return result;
}

} // namespace

std::vector<Value> load_rows(Session& session, const Ref<sql::Select>& statement, const LoaderExecution& how) {
    if (!session.listens(SessionEvent::do_orm_execute)) return load_rows_now(session, statement, how);
    using Cause = execution::Cause::Kind;
    const Cause cause = how.cause.kind;
    Runtime& runtime = session.runtime();
    std::vector<Value> rows;
    const auto run = [&](ORMExecuteState& state) -> Value {
        const bool same = state.statement.get() == statement.get();
        if (state.statement->kind() != sql::Kind::select)
            throw Error(Exc::InvalidRequestError, "A loader's statement can only be replaced by a SELECT");
        LoaderExecution changed = how;
        if (!same) changed.compiled = nullptr;
        changed.execution_options = state.options.options;
        auto& select = static_cast<sql::Select&>(*state.statement);
        // Criteria that a listener added hold for what the loaded objects load later, too.
        for (size_t i = same ? select.options.size() : statement->options.size(); i < select.options.size(); ++i)
            if (auto* added = dynamic_cast<LoaderCriteriaOption*>(select.options[i].get()); added && added->propagate_to_loaders())
                changed.propagated_options.push_back(select.options[i]);
        rows = load_rows_now(session, Ref<sql::Select>(select), changed);
        return Value::none();
    };
    ExecuteOptions options{.options = how.execution_options, .bind = how.bind, .cause = how.cause};
    if (!how.parameters.empty()) {
        const Ref<Dict> parameters = runtime.make_dict();
        for (const auto& [name, value] : how.parameters) parameters->set(*runtime.intern(name), value);
        options.params = Value(parameters);
    }
    const Ref<ORMExecuteState> state = runtime.make<ORMExecuteState>(runtime.type_for<ORMExecuteState>(), session, *statement,
                                                                     std::move(options), run);
    state->is_orm = true;
    state->is_column_load = cause == Cause::deferred_load || cause == Cause::refresh || cause == Cause::refresh_expired;
    state->is_relationship_load = cause == Cause::lazy_load || cause == Cause::selectin_load ||
                                  cause == Cause::subquery_load || cause == Cause::immediate_load;
    Value replaced;
    try {
        replaced = state->invoke();
    } catch (...) {
        state->forget();
        throw;
    }
    state->forget();
    if (replaced.is_object() && !replaced.is_none())
        for_each(runtime, replaced, [&](const Value& row) {
            for (const Value& value : to_vector(runtime, row)) rows.push_back(value);
        });
    return rows;
}

Value execute(Session& session, sql::ClauseElement& statement, const ExecuteOptions& given) {
    if (!session.listens(SessionEvent::do_orm_execute)) return execute_now(session, statement, given);
    Runtime& runtime = session.runtime();
    const auto run = [](ORMExecuteState& state) { return execute_now(*state.session, *state.statement, state.options); };
    ExecuteOptions options = given;
    options.options = statement_options(runtime, statement, given.options);
    const Ref<ORMExecuteState> state = runtime.make<ORMExecuteState>(runtime.type_for<ORMExecuteState>(), session, statement,
                                                                     std::move(options), run);
    state->is_orm = is_orm_statement(statement);
    return state->invoke();
}

} // namespace relata::orm
