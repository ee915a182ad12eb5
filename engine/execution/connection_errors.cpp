// What becomes of an error of the driver. SQLAlchemy: Connection._handle_dbapi_exception; exc.py
// StatementError.
#include "execution/connection.h"
#include "execution/parameter_repr.h"
#include "execution/statement_error.h"
#include "support/protocol.h"

namespace relata::execution {

namespace {

struct Wrapping {
    Exc driver, wrapped;
    const char* code;
};
constexpr Wrapping wrappings[] = {
    {Exc::Sqlite3IntegrityError, Exc::IntegrityError, "gkpj"},
    {Exc::Sqlite3OperationalError, Exc::OperationalError, "e3q8"},
    {Exc::Sqlite3ProgrammingError, Exc::ProgrammingError, "f405"},
    {Exc::Sqlite3DataError, Exc::DataError, "9h9h"},
    {Exc::Sqlite3InterfaceError, Exc::InterfaceError, "rvf5"},
    {Exc::Sqlite3InternalError, Exc::InternalError, "2j85"},
    {Exc::Sqlite3NotSupportedError, Exc::NotSupportedError, "tw8g"},
    {Exc::Sqlite3DatabaseError, Exc::DatabaseError, "4xp6"},
    {Exc::Sqlite3Error, Exc::DBAPIError, "dbapi"},
};

} // namespace

void raise_statement_error(Runtime& runtime, Error& error, const std::string& sql, const Value& parameters) {
    const Value original = runtime.exception_object(error);
    const Type& type = runtime.type_of(original);
    const Value code = find_attribute(runtime, original, "code");
    const std::string said = code.as<Str>() && !error.message().empty() ? error.message() : str_text(runtime, original);
    const bool shows = parameters.is_set() && !parameters.is_none();
    throw Error(Exc::StatementError, "(" + type.module() + "." + type.name() + ") " + said + "\n[SQL: " + sql + "]" +
                                         (shows ? "\n[parameters: " + parameter_repr(runtime, parameters) + "]" : std::string()))
        .with("orig", original)
        .with("code", code.as<Str>() ? code : Value::none())
        .from(original);
}

std::string statement_detail(const Engine& engine, std::string_view sql, std::span<const Value> parameters,
                             size_t width, bool executemany) {
    Runtime& runtime = engine.runtime();
    if (sql.empty()) return {};
    std::string out = "\n[SQL: " + std::string(sql) + "]";
    if (engine.options().hide_parameters && !parameters.empty())
        return out + "\n[SQL parameters hidden due to hide_parameters=True]";
    if (!parameters.empty())
        out += "\n[parameters: " +
               (executemany ? parameter_sets_repr(runtime, parameters, width)
                            : parameters_repr(runtime, parameters)) +
               "]";
    return out;
}

void Connection::raise_wrapped(Error& error, std::string_view sql, std::span<const Value> parameters,
                               size_t width, bool executemany) {
    Runtime& run = runtime();
    for (const Wrapping& w : wrappings) {
        if (!run.matches(error, w.driver)) continue;
        const Value original = run.exception_object(error);
        const std::string message = str_text(run, original);
        if (w.driver == Exc::Sqlite3ProgrammingError &&
            message.find("Cannot operate on a closed database.") != message.npos)
            m_invalidated = m_pooled ? (m_pooled->invalidate(), m_pooled.reset(), true) : m_invalidated;
        if (!m_transaction && m_pooled) { // nothing may stay open: "autorollback"
            try {
                m_pooled->dbapi_connection().rollback();
            } catch (const Error&) { // the first error is the one to hear of
            }
        }
        Value shown;
        if (executemany) {
            const Ref<List> sets = run.make_list();
            for (size_t at = 0; width && at + width <= parameters.size(); at += width)
                sets->append(run.make_tuple(parameters.subspan(at, width)));
            shown = sets;
        } else {
            shown = run.make_tuple(parameters);
        }
        Error wrapped(w.wrapped, "(sqlite3." + std::string(run.type_of(original).name()) + ") " + message +
                                     statement_detail(*m_engine, sql, parameters, width, executemany));
        wrapped.with("code", run.make_str(w.code));
        wrapped.with("orig", original);
        wrapped.with("statement", sql.empty() ? Value::none() : Value(run.make_str(sql)));
        wrapped.with("params", shown);
        wrapped.with("connection_invalidated", Value::boolean(m_invalidated));
        wrapped.with("detail", Value(run.make_list()));
        wrapped.with("hide_parameters", Value::boolean(m_engine->options().hide_parameters));
        throw std::move(wrapped).from(original);
    }
    throw error;
}

} // namespace relata::execution
