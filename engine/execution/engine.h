// Engine: a database's URL, its pool and its dialect's ways. SQLAlchemy: engine/create.py, engine/base.py
// Engine.
#pragma once

#include "execution/async_driver.h"
#include "execution/execution_options.h"
#include "execution/listeners.h"
#include "execution/pool.h"
#include "execution/url.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace relata::execution {

class Connection;

struct EngineOptions {
    bool is_async_call = false; ///< create_async_engine
    bool echo = false;
    bool echo_debug = false; ///< echo="debug": result rows too
    bool hide_parameters = false;
    bool enable_from_linting = true;
    bool use_insertmanyvalues = true;
    int64_t insertmanyvalues_page_size = 1000;
    int64_t query_cache_size = 500;
    std::optional<std::string> isolation_level;
    std::optional<PoolClass> pool_class;
    std::optional<int64_t> pool_size, max_overflow;
    std::optional<double> pool_timeout;
    double pool_recycle = -1;
    bool pool_pre_ping = false;
    bool pool_use_lifo = false;
    ResetStyle reset_on_return = ResetStyle::rollback;
    Ref<Dict> connect_args; ///< may be null
    Value creator;          ///< a callable that makes the DBAPI connection; unset: we do
    ExecutionOptions execution_options;
    std::string logging_name;
};

class Engine : public Container {
  public:
    /// Raises ArgumentError, NoSuchModuleError, TypeError, InvalidRequestError as create_engine does.
    Engine(Type& type, Url url, EngineOptions options);
    ~Engine() override;
    void clear_references() override;

    Ref<Connection> connect();
    Ref<PooledConnection> raw_connection() { return m_pool->connect(); }
    void dispose(bool close = true);
    Pool& pool() const { return *m_pool; }
    const Url& url() const { return m_url; }
    const EngineOptions& options() const { return m_options; }
    bool is_async() const { return m_is_async; } ///< the driver is aiosqlite
    std::string driver() const { return m_url.driver_name(); }
    bool echo() const { return m_options.echo; }
    void set_echo(bool echo) { m_options.echo = echo; }
    const ExecutionOptions& execution_options() const { return m_options.execution_options; }
    /// Engine.execution_options(): a second engine with the same pool.
    Ref<Engine> with_options(const ExecutionOptions& options);
    void update_execution_options(const ExecutionOptions& options);
    Runtime& runtime() const { return type().runtime(); }
    Ref<Dict> inspector_cache; ///< for the modules: table names reflected already

    /// `engine.dispatch`: also what listens to the class Engine.
    Listeners listeners;
    bool has_listeners(std::string_view name) const;
    void fire(std::string_view name, std::initializer_list<Value> arguments);

    /// When `sql` was compiled for the log of `echo`: now, or earlier where the log has it already. Statements that differ in the
    /// length of an IN list only are one; those of another `use` (a loader's, for many rows) are others.
    std::chrono::nanoseconds compiled_at(std::string_view sql, std::string_view use, bool& is_cached);
    /// Writes a line as the "sqlalchemy.engine.Engine" logger does, where echo is on.
    void log(const std::string& text);

    /// Runs `operation` as aiosqlite does for an async engine: outside of a greenlet that is MissingGreenlet,
    /// inside one other tasks get their turn `turns` times. For a sync engine it just runs.
    template <class F>
    void drive(F&& operation, int turns = 1) {
        if (!m_is_async) return operation();
        require_greenlet(runtime());
        std::exception_ptr failure;
        try {
            operation();
        } catch (const Error&) {
            failure = std::current_exception();
        }
        for (int i = 0; i < turns; ++i)
            await_driver(runtime());
        if (failure) std::rethrow_exception(failure);
    }

  private:
    Pool::Creator make_creator();

    Url m_url;
    EngineOptions m_options;
    bool m_is_async;
    Ref<Pool> m_pool;
    Ref<Engine> m_parent; ///< of an engine made by execution_options()
    std::unordered_map<std::string, std::chrono::nanoseconds> m_compiled_at;
};

/// Listeners of the class Engine: every engine of the run.
Listeners& engine_class_listeners(Runtime& runtime);
Listeners& pool_class_listeners(Runtime& runtime);

} // namespace relata::execution
