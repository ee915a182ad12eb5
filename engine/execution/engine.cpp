#include "execution/engine.h"

#include "execution/connection.h"
#include "execution/driver_functions.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::execution {

namespace {

struct ClassListeners final : Runtime::Extension {
    explicit ClassListeners(Runtime&) {}
    void clear_references() override {
        engine.clear();
        pool.clear();
    }
    Listeners engine, pool;
};

/// SQLAlchemy: SQLiteDialect_pysqlite.get_pool_class, SQLiteDialect_aiosqlite.get_pool_class.
PoolClass default_pool_class(const Url& url, bool is_async) {
    if (url.is_memory()) return is_async ? PoolClass::static_ : PoolClass::singleton_thread;
    return is_async ? PoolClass::async_adapted_queue : PoolClass::queue;
}

/// SQLAlchemy: create_engine pops what the pool's constructor takes; what is left over is a TypeError.
void refuse_pool_arguments(const EngineOptions& options, PoolClass cls, bool is_async) {
    std::string invalid;
    auto add = [&](bool given, const char* name) {
        if (given) invalid += (invalid.empty() ? "'" : ",'") + std::string(name) + "'";
    };
    const bool queue = cls == PoolClass::queue || cls == PoolClass::async_adapted_queue;
    add(options.pool_size && !queue && cls != PoolClass::singleton_thread, "pool_size");
    add(options.max_overflow && !queue, "max_overflow");
    add(options.pool_timeout && !queue, "pool_timeout");
    if (!invalid.empty())
        throw Error(Exc::TypeError,
                    "Invalid argument(s) " + invalid +
                        " sent to create_engine(), using configuration "
                        "SQLiteDialect_" +
                        (is_async ? "aiosqlite" : "pysqlite") + "/" + class_name_of(cls) +
                        "/Engine.  Please check that the keyword arguments are appropriate for this "
                        "combination of components.");
}

std::string absolute(const std::string& name) {
    std::string_view rest = name;
    while (rest.starts_with("./"))
        rest.remove_prefix(2);
    return std::string(rest);
}

} // namespace

Listeners& engine_class_listeners(Runtime& runtime) {
    return runtime.extension<ClassListeners>().engine;
}
Listeners& pool_class_listeners(Runtime& runtime) {
    return runtime.extension<ClassListeners>().pool;
}

Engine::Engine(Type& type, Url url, EngineOptions options)
    : Container(type), m_url(std::move(url)), m_options(std::move(options)),
      m_is_async(m_url.driver_name() == "aiosqlite") {
    Runtime& run = runtime();
    if (m_url.backend_name() != "sqlite")
        throw Error(Exc::NoSuchModuleError, "Can't load plugin: sqlalchemy.dialects:" +
                                                (m_url.drivername.find('+') == std::string::npos
                                                     ? m_url.drivername
                                                     : m_url.backend_name() + "." + m_url.driver_name()));
    if (!m_is_async && m_url.driver_name() != "pysqlite")
        throw Error(Exc::NoSuchModuleError,
                    "Can't load plugin: sqlalchemy.dialects:sqlite." + m_url.driver_name());
    if (m_options.is_async_call && !m_is_async)
        throw Error(
            Exc::InvalidRequestError,
            "The asyncio extension requires an async driver to be used. The loaded 'pysqlite' is not async.");
    if (m_url.username || m_url.password || m_url.host || m_url.port)
        throw Error(Exc::ArgumentError,
                    "Invalid SQLite URL: " + m_url.to_string() +
                        "\nValid SQLite URL forms are:\n sqlite:///:memory: (or, sqlite://)\n "
                        "sqlite:///relative/path/to/file.db\n sqlite:////absolute/path/to/file.db");
    const PoolClass cls = m_options.pool_class.value_or(default_pool_class(m_url, m_is_async));
    if (m_is_async && (cls == PoolClass::queue || cls == PoolClass::singleton_thread))
        throw Error(Exc::ArgumentError,
                    "Pool class " + std::string(class_name_of(cls)) + " cannot be used with asyncio engine")
            .with("code", run.make_str("pcls"));
    refuse_pool_arguments(m_options, cls, m_is_async);
    const PoolOptions pool_options{cls,
                                   m_options.pool_size.value_or(5),
                                   m_options.max_overflow.value_or(10),
                                   m_options.pool_timeout.value_or(30.0),
                                   m_options.pool_recycle,
                                   m_options.pool_pre_ping,
                                   m_options.pool_use_lifo,
                                   m_options.reset_on_return};
    m_pool = run.make<Pool>(pool_type(run, cls), pool_options, make_creator(), m_is_async);
}

Engine::~Engine() = default;

void Engine::clear_references() {
    listeners.clear();
    m_pool.reset();
    m_parent.reset();
    inspector_cache.reset();
    m_options.connect_args.reset();
    m_options.creator.reset();
    m_options.execution_options = {};
}

Pool::Creator Engine::make_creator() {
    // The pool may live longer than the engine: nothing of the engine itself is captured.
    Runtime* run = &runtime();
    const bool is_async = m_is_async;
    const std::string name = m_url.is_memory() ? ":memory:" : absolute(*m_url.database);
    dbapi::ConnectionOptions options;
    if (const std::string* timeout = m_url.option("timeout")) options.timeout = std::stod(*timeout);
    if (m_options.connect_args) {
        if (const Value* v = m_options.connect_args->find(std::string_view("timeout"))) {
            if (const Float* f = v->as<Float>())
                options.timeout = f->value();
            else
                options.timeout = double(as_index(*run, *v));
        }
        if (const Value* v = m_options.connect_args->find(std::string_view("isolation_level")))
            options.isolation_level = v->is_none() ? std::optional<std::string>() : str_text(*run, *v);
    }
    if (m_options.isolation_level == "AUTOCOMMIT") options.isolation_level = std::nullopt;
    const Value creator = m_options.creator;
    return [run, is_async, name, options, creator]() -> Ref<dbapi::Connection> {
        if (is_async) require_greenlet(*run);
        Ref<dbapi::Connection> made;
        if (creator.is_set()) {
            const Value given = call(*run, creator);
            if (dbapi::Connection* connection = given.as<dbapi::Connection>())
                made = Ref<dbapi::Connection>(connection);
            else
                throw Error(Exc::TypeError, "creator must return a sqlite3.Connection");
        } else {
            RunState& state = RunState::of(*run);
            made = run->make<dbapi::Connection>(run->type_for<dbapi::Connection>(), state.files(),
                                                state.meter(), name, options);
        }
        if (is_async) await_driver(*run);
        if (const Value& regexp = run->extension<DriverFunctions>().regexp; regexp.is_set())
            made->create_function("regexp", 2, regexp, true);
        return made;
    };
}

Ref<Connection> Engine::connect() {
    Runtime& run = runtime();
    Ref<Connection> connection = run.make<Connection>(run.type_for<Connection>(), *this, m_pool->connect());
    connection->opened();
    return connection;
}

void Engine::dispose(bool close) {
    if (close) m_pool->dispose();
    m_pool = m_pool->recreate();
    fire("engine_disposed", {Value(*this)});
}

Ref<Engine> Engine::with_options(const ExecutionOptions& options) {
    EngineOptions copied = m_options;
    copied.execution_options = m_options.execution_options.merged(runtime(), options);
    Ref<Engine> made = runtime().make<Engine>(type(), m_url, std::move(copied));
    made->m_pool = m_pool;
    made->m_parent = Ref<Engine>(*this);
    return made;
}

void Engine::update_execution_options(const ExecutionOptions& options) {
    m_options.execution_options = m_options.execution_options.merged(runtime(), options);
}

bool Engine::has_listeners(std::string_view name) const {
    return listeners.has(name) || engine_class_listeners(runtime()).has(name) ||
           (m_parent && m_parent->has_listeners(name));
}

void Engine::fire(std::string_view name, std::initializer_list<Value> arguments) {
    engine_class_listeners(runtime()).call(runtime(), name, arguments);
    if (m_parent) m_parent->listeners.call(runtime(), name, arguments);
    listeners.call(runtime(), name, arguments);
}

std::chrono::nanoseconds Engine::compiled_at(std::string_view sql, std::string_view use, bool& is_cached) {
    std::string key(use);
    for (size_t at = 0; at < sql.size();) {
        const size_t next = std::min(sql.find(", ?", at), sql.size());
        key += sql.substr(at, next - at);
        at = next + 3;
    }
    const auto [entry, is_new] = m_compiled_at.emplace(std::move(key), runtime().now());
    is_cached = !is_new;
    return entry->second;
}

void Engine::log(const std::string& text) {
    if (m_options.echo) RunState::of(runtime()).log(text);
}

} // namespace relata::execution
