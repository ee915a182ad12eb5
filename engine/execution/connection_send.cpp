// The way of a statement to the driver. SQLAlchemy: Connection._execute_context, _exec_single_context.
#include "execution/connection.h"
#include "execution/parameter_repr.h"
#include "support/protocol.h"

#include <cstdio>

namespace relata::execution {

namespace {

Value python_parameters(Runtime& runtime, const DriverStatement& statement) {
    if (!statement.executemany) return runtime.make_tuple(statement.parameters);
    const Ref<List> sets = runtime.make_list();
    for (size_t at = 0; statement.width && at + statement.width <= statement.parameters.size();
         at += statement.width)
        sets->append(runtime.make_tuple(statement.parameters.subspan(at, statement.width)));
    return sets;
}

} // namespace

namespace {

/// What the log of `echo` says of a statement's compilation (which takes no virtual time). SQLAlchemy:
/// DefaultExecutionContext._get_cache_stats, Connection._exec_insertmany_context.
std::string cache_stats(Engine& engine, const DriverStatement& statement) {
    const DriverStatement::Part& part = statement.part;
    std::string text;
    const bool is_schema = statement.cause && (statement.cause->kind == Cause::Kind::schema || statement.cause->kind == Cause::Kind::savepoint);
    bool is_cached = false;
    if (statement.is_raw || (statement.cause && statement.cause->kind == Cause::Kind::reflection)) {
        text = "raw sql";
    } else if (is_schema) {
        text = "no key 0.00000s";
    } else if (part.number <= 1) {
        std::string use = statement.executemany || part.number ? "many " : "";
        if (statement.cause) use += std::to_string(int(statement.cause->kind)) + statement.cause->subject + " ";
        const std::chrono::duration<double> since = engine.runtime().now() - engine.compiled_at(statement.sql, use, is_cached);
        char number[32];
        std::snprintf(number, sizeof number, "%.4g", since.count());
        text = is_cached ? "cached since " + std::string(number) + "s ago" : "generated in 0.00000s";
    }
    if (!part.number) return text;
    return text + (part.number == 1 ? " (insertmanyvalues) " : "insertmanyvalues ") + std::to_string(part.number) + "/" +
           std::to_string(part.total) + (part.is_sorted ? " (ordered" : " (unordered") +
           (part.is_downgraded ? "; batch not supported)" : ")");
}

} // namespace

Ref<dbapi::Cursor> Connection::send(const DriverStatement& statement) {
    Runtime& run = runtime();
    check_transaction();
    const Ref<PooledConnection> used(pooled());
    const bool is_async = m_engine->is_async();
    std::string_view sql = statement.sql;
    std::string replaced;
    Ref<dbapi::Cursor> cursor;
    try {
        cursor = used->dbapi_connection().cursor();
    } catch (Error& error) {
        raise_wrapped(error, sql, statement.parameters, statement.width, statement.executemany);
    }
    const bool before = has_listeners("before_cursor_execute"), after = has_listeners("after_cursor_execute");
    Value shown, context;
    if (before || after) {
        shown = python_parameters(run, statement);
        context = make_context(statement);
        auto notify = [&](const Listeners::Listener& listener) {
            const Value returned = call(run, listener.function,
                                        {Value(*this), Value(cursor), Value(run.make_str(sql)), shown,
                                         context, Value::boolean(statement.executemany || statement.is_batch)});
            const Tuple* pair = listener.retval ? returned.as<Tuple>() : nullptr;
            if (!pair || pair->size() != 2) return;
            replaced = str_text(run, (*pair)[0]);
            sql = replaced;
        };
        if (before) {
            engine_class_listeners(run).call_each("before_cursor_execute", notify);
            m_engine->listeners.call_each("before_cursor_execute", notify);
            listeners.call_each("before_cursor_execute", notify);
        }
    }
    if (m_engine->echo()) {
        m_engine->log(std::string(sql));
        m_engine->log(
            "[" + cache_stats(*m_engine, statement) + "] " +
            (m_engine->options().hide_parameters ? "[SQL parameters hidden due to hide_parameters=True]"
             : statement.executemany ? parameter_sets_repr(run, statement.parameters, statement.width)
                                     : parameters_repr(run, statement.parameters)));
    }
    RunState& state = RunState::of(run);
    const uint64_t number = state.next_statement();
    static const Cause query;
    state.emit(StatementSent{sql, statement.parameters, statement.width, statement.executemany,
                             statement.cause ? statement.cause : &query, m_number, session, number});
    // The real library's cursor event comes before aiosqlite looks for its greenlet.
    if (is_async && !run.current_greenlet()) state.emit(StatementFinished{.statement = number, .is_refused = true});
    if (is_async) require_greenlet(run);
    if (state.is_heard())
        cursor->on_finished = [&state, number](dbapi::Cursor& done) {
            state.emit(StatementFinished{.statement = number, .rows = done.rows_read(), .duration = done.elapsed()});
        };
    // aiosqlite waits for a cursor, the statement, its rows (where it has any) and the cursor's end.
    if (is_async) await_driver(run);
    std::exception_ptr failure;
    try {
        if (statement.executemany)
            cursor->execute_many(sql, statement.parameters, statement.width);
        else
            cursor->execute(sql, statement.parameters, replaced.empty() ? statement.returned : nullptr);
        if (is_async && !statement.reads_at_once) cursor->buffer();
    } catch (const Error&) {
        failure = std::current_exception();
    }
    if (is_async) {
        const bool rows = !failure && cursor->returns_rows();
        for (int turns = failure ? 1 : rows ? 3 : 2; turns > 0; --turns)
            await_driver(run);
    }
    if (failure) {
        try {
            std::rethrow_exception(failure);
        } catch (Error& error) {
            const std::string message = error.message();
            state.emit(StatementFinished{.statement = number, .duration = cursor->elapsed(), .error = message});
            raise_wrapped(error, sql, statement.parameters, statement.width, statement.executemany);
        }
    }
    m_last_statement = number;
    if (after)
        fire("after_cursor_execute", {Value(*this), Value(cursor), Value(run.make_str(sql)), shown, context,
                                      Value::boolean(statement.executemany || statement.is_batch)});
    return cursor;
}

Value Connection::make_context(const DriverStatement& statement) {
    Runtime& run = runtime();
    if (!run.has_type_for<ExecutionContext>()) {
        Type& made = run.make_type("SQLiteExecutionContext", "sqlalchemy.dialects.sqlite.base");
        made.flags |= Type::has_instance_dict;
        made.inherit_slots();
        run.set_type_for<ExecutionContext>(made);
    }
    const Value context = run.make<Instance>(run.type_for<ExecutionContext>());
    set_attribute(run, context, "statement", run.make_str(statement.sql));
    set_attribute(run, context, "executemany", Value::boolean(statement.executemany || statement.is_batch));
    set_attribute(run, context, "compiled", statement.compiled.is_set() ? statement.compiled : Value::none());
    set_attribute(run, context, "execution_options",
                  statement.options ? statement.options->to_dict(run) : run.make_dict());
    return context;
}

} // namespace relata::execution
