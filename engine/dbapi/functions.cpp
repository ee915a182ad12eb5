// Python functions that SQL may call. CPython: Modules/_sqlite/connection.c _pysqlite_func_callback.
#include "dbapi/connection.h"
#include "support/protocol.h"

#include <sqlite3.h>

namespace relata::dbapi {

namespace {

struct Registered {
    Connection* connection;
    Value function;
};

Value argument(Runtime& runtime, sqlite3_value* value) {
    const auto size = size_t(sqlite3_value_bytes(value));
    switch (sqlite3_value_type(value)) {
    case SQLITE_NULL:
        return Value::none();
    case SQLITE_INTEGER:
        return runtime.make_int(sqlite3_value_int64(value));
    case SQLITE_FLOAT:
        return runtime.make_float(sqlite3_value_double(value));
    case SQLITE_TEXT:
        return runtime.make_str({reinterpret_cast<const char*>(sqlite3_value_text(value)), size});
    default:
        return runtime.make_bytes({static_cast<const char*>(sqlite3_value_blob(value)), size});
    }
}

void set_result(Runtime& runtime, sqlite3_context* context, const Value& value) {
    if (value.is_none())
        sqlite3_result_null(context);
    else if (value.is_bool())
        sqlite3_result_int64(context, value.is_true());
    else if (const Float* number = value.as<Float>())
        sqlite3_result_double(context, number->value());
    else if (const Str* text = value.as<Str>())
        sqlite3_result_text64(context, text->data(), text->byte_count(), SQLITE_TRANSIENT, SQLITE_UTF8);
    else if (const Bytes* bytes = value.as<Bytes>())
        sqlite3_result_blob64(context, bytes->view().data(), bytes->view().size(), SQLITE_TRANSIENT);
    else
        sqlite3_result_int64(context, as_index(runtime, value));
}

} // namespace

struct FunctionCallback {
    static void run(sqlite3_context* context, int count, sqlite3_value** values) {
        Registered& registered = *static_cast<Registered*>(sqlite3_user_data(context));
        Runtime& runtime = registered.connection->runtime();
        try {
            std::vector<Value> arguments;
            for (int i = 0; i < count; ++i)
                arguments.push_back(argument(runtime, values[i]));
            set_result(runtime, context, call(runtime, registered.function, Args{.values = arguments}));
        } catch (const Error&) {
            sqlite3_result_error(context, "user-defined function raised exception", -1);
        } catch (...) {
            registered.connection->m_pending_error =
                std::current_exception(); // a spent budget goes through SQLite
            sqlite3_result_error(context, "interrupted", -1);
        }
    }
    static void forget(void* data) { delete static_cast<Registered*>(data); }
};

void Connection::create_function(const std::string& name, int arity, Value function, bool deterministic) {
    check_open();
    auto* registered = new Registered{this, std::move(function)};
    const int flags = SQLITE_UTF8 | (deterministic ? SQLITE_DETERMINISTIC : 0);
    const int rc =
        sqlite3_create_function_v2(m_db, name.c_str(), arity, flags, registered, FunctionCallback::run,
                                   nullptr, nullptr, FunctionCallback::forget);
    if (rc != SQLITE_OK) throw Error(Exc::Sqlite3OperationalError, "Error creating function");
}

} // namespace relata::dbapi
