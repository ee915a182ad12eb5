// sqlite3.Connection and sqlite3.Cursor as a "connect" event or engine.raw_connection() hands them out.
#include "dbapi/connection.h"
#include "execution/pool.h"
#include "execution/run_state.h"
#include "modules/sqlalchemy/engine_types.h"
#include "python/arguments.h"
#include "python/type_builder.h"
#include "support/protocol.h"

#include <functional>

namespace relata::modules {

using python::ArgReader;
using python::TypeBuilder;

namespace {

dbapi::Connection& connection_of(const Value& self) {
    return self.get<dbapi::Connection>();
}
dbapi::Cursor& cursor_of(const Value& self) {
    return self.get<dbapi::Cursor>();
}

/// Tells the run's record of a statement that goes past SQLAlchemy, and sends it.
void send(Runtime& runtime, dbapi::Cursor& cursor, std::string_view sql, const std::vector<Value>& values, size_t width,
          const std::function<void()>& execute) {
    using execution::RunState;
    RunState& state = RunState::of(runtime);
    if (!state.is_heard()) return execute();
    static const execution::Cause driver{execution::Cause::Kind::driver, ""};
    const uint64_t number = state.next_statement();
    state.emit(execution::StatementSent{sql, values, width, width > 0, &driver, 0, 0, number});
    cursor.on_finished = [&state, number](dbapi::Cursor& done) {
        state.emit(execution::StatementFinished{number, done.rows_read(), done.elapsed(), {}});
    };
    try {
        execute();
    } catch (const Error& error) {
        state.emit(execution::StatementFinished{number, 0, cursor.elapsed(), error.message()});
        throw;
    }
}

void execute(Runtime& runtime, dbapi::Cursor& cursor, const Value& sql, const Value& parameters) {
    const std::string_view text = sql.get<Str>().view();
    std::vector<Value> values;
    if (const Dict* named = parameters.as<Dict>()) {
        named->for_each([&](const Value&, const Value& value) { values.push_back(value); });
        return send(runtime, cursor, text, values, 0, [&] { cursor.execute_named(text, *named); });
    }
    if (parameters.is_set() && !parameters.is_none()) values = to_vector(runtime, parameters);
    send(runtime, cursor, text, values, 0, [&] { cursor.execute(text, values); });
}

void execute_many(Runtime& runtime, dbapi::Cursor& cursor, const Value& sql, const Value& sets) {
    std::vector<Value> values;
    size_t width = 0;
    for_each(runtime, sets, [&](const Value& set) {
        const std::vector<Value> items = to_vector(runtime, set);
        width = items.size();
        values.insert(values.end(), items.begin(), items.end());
    });
    const std::string_view text = sql.get<Str>().view();
    send(runtime, cursor, text, values, width, [&] { cursor.execute_many(text, values, width); });
}

Value cursor_execute(Runtime& runtime, const Value& self, Args args) {
    ArgReader a(runtime, {.function = "execute", .names = {"sql", "parameters"}, .required = 1}, args);
    (void)a.string(0);
    execute(runtime, cursor_of(self), a[0], a.get(1));
    return self;
}
Value cursor_executemany(Runtime& runtime, const Value& self, Args args) {
    ArgReader a(runtime, {.function = "executemany", .names = {"sql", "parameters"}, .required = 2}, args);
    (void)a.string(0);
    execute_many(runtime, cursor_of(self), a[0], a[1]);
    return self;
}

void make_cursor_type(Runtime& runtime) {
    TypeBuilder b(runtime, "Cursor", "sqlite3");
    b.method("execute", cursor_execute).method("executemany", cursor_executemany);
    b.method("fetchone", [](Runtime&, const Value& self, Args) {
        Value row = cursor_of(self).fetch_one();
        return row.is_set() ? row : Value::none();
    });
    b.method("fetchall", [](Runtime& rt, const Value& self, Args) -> Value {
        return rt.make_list(cursor_of(self).fetch_all());
    });
    b.method("fetchmany", [](Runtime& rt, const Value& self, Args args) -> Value {
        ArgReader a(rt, {.function = "fetchmany", .names = {"size"}}, args);
        return rt.make_list(cursor_of(self).fetch_many(size_t(a.integer(0, cursor_of(self).array_size))));
    });
    b.method("close", [](Runtime&, const Value& self, Args) {
        cursor_of(self).close();
        return Value::none();
    });
    b.slots().iter = [](Runtime&, const Value& self) { return self; };
    b.slots().next = [](Runtime&, const Value& self) { return cursor_of(self).fetch_one(); };
    b.property("description", [](Runtime&, const Value& self) { return cursor_of(self).description(); });
    b.property("rowcount",
               [](Runtime& rt, const Value& self) { return rt.make_int(cursor_of(self).row_count()); });
    b.property("lastrowid", [](Runtime&, const Value& self) { return cursor_of(self).last_row_id(); });
    b.property("connection", [](Runtime&, const Value& self) { return Value(cursor_of(self).connection()); });
    runtime.set_type_for<dbapi::Cursor>(b.finish());
}

void make_connection_type(Runtime& runtime) {
    TypeBuilder b(runtime, "Connection", "sqlite3");
    b.method("cursor",
             [](Runtime&, const Value& self, Args) -> Value { return connection_of(self).cursor(); });
    b.method("execute", [](Runtime& rt, const Value& self, Args args) {
        return cursor_execute(rt, connection_of(self).cursor(), args);
    });
    b.method("executemany", [](Runtime& rt, const Value& self, Args args) {
        return cursor_executemany(rt, connection_of(self).cursor(), args);
    });
    b.method("commit", [](Runtime&, const Value& self, Args) {
        connection_of(self).commit();
        return Value::none();
    });
    b.method("rollback", [](Runtime&, const Value& self, Args) {
        connection_of(self).rollback();
        return Value::none();
    });
    b.method("close", [](Runtime&, const Value& self, Args) {
        connection_of(self).close();
        return Value::none();
    });
    b.method("create_function", [](Runtime& rt, const Value& self, Args args) {
        ArgReader a(rt,
                    {.function = "create_function",
                     .names = {"name", "narg", "func", "deterministic"},
                     .required = 3},
                    args);
        connection_of(self).create_function(std::string(a.text(0)), int(a.integer(1)), a[2], a.truth(3));
        return Value::none();
    });
    b.property("in_transaction", [](Runtime&, const Value& self) {
        return Value::boolean(connection_of(self).in_transaction());
    });
    b.property("total_changes", [](Runtime& rt, const Value& self) {
        return rt.make_int(connection_of(self).total_changes());
    });
    b.property(
        "isolation_level",
        [](Runtime& rt, const Value& self) {
            const auto& level = connection_of(self).isolation_level();
            return level ? Value(rt.make_str(*level)) : Value::none();
        },
        [](Runtime& rt, const Value& self, const Value& level) {
            connection_of(self).set_isolation_level(level.is_none() ? std::optional<std::string>()
                                                                    : str_text(rt, level));
        });
    runtime.set_type_for<dbapi::Connection>(b.finish());
}

} // namespace

void make_driver_types(Runtime& runtime) {
    make_cursor_type(runtime);
    make_connection_type(runtime);
    TypeBuilder record(runtime, "_ConnectionRecord", "sqlalchemy.pool.base");
    record.property("dbapi_connection", [](Runtime&, const Value& self) {
        const auto& connection = self.get<execution::ConnectionRecord>().dbapi_connection;
        return connection ? Value(connection) : Value::none();
    });
    record.property("info", [](Runtime& rt, const Value& self) -> Value {
        auto& info = self.get<execution::ConnectionRecord>().info;
        if (!info) info = rt.make_dict();
        return info;
    });
    runtime.set_type_for<execution::ConnectionRecord>(record.finish());
    TypeBuilder pooled(runtime, "_ConnectionFairy", "sqlalchemy.pool.base");
    pooled.slots().get_attribute = [](Runtime& rt, const Value& self, Str& name) -> Value {
        if (rt.type_of(self).lookup(name)) return generic_get_attribute(rt, self, name);
        return get_attribute(rt, Value(self.get<execution::PooledConnection>().dbapi_connection()), name);
    };
    pooled.property("dbapi_connection", [](Runtime&, const Value& self) {
        return Value(self.get<execution::PooledConnection>().dbapi_connection());
    });
    pooled.property("driver_connection", [](Runtime&, const Value& self) {
        return Value(self.get<execution::PooledConnection>().dbapi_connection());
    });
    pooled.property("is_valid", [](Runtime&, const Value& self) {
        return Value::boolean(self.get<execution::PooledConnection>().is_valid());
    });
    pooled.method("close", [](Runtime&, const Value& self, Args) {
        self.get<execution::PooledConnection>().close();
        return Value::none();
    });
    runtime.set_type_for<execution::PooledConnection>(pooled.finish());
}

} // namespace relata::modules
