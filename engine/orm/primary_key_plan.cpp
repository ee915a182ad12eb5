#include "orm/primary_key_plan.h"

#include "execution/connection.h"
#include "orm/session.h"

#include <array>

namespace relata::orm {

namespace {

QueryContext::LoadOptions without_eager_loads() {
    QueryContext::LoadOptions options;
    options.invoke_all_eagers = false;
    return options;
}

} // namespace

std::string primary_key_bind_name(size_t column) { return "pk_" + std::to_string(column + 1); }

PrimaryKeyPlan::PrimaryKeyPlan(Session& session, Mapper& mapper, std::shared_ptr<sql::Compiled> compiled,
                               execution::Cause cause)
    : m_session(session), m_mapper(mapper), m_session_id(session.id()), m_compiled(std::move(compiled)),
      m_context(session, m_compiled, without_eager_loads()), m_loader(m_context), m_cause(std::move(cause)) {
    m_is_fit = m_context.fills_columns_only && !m_context.has_post_loads && m_loader.processors.size() == 1 &&
               !m_compiled->has_post_compile;
    for (const std::string& name : m_compiled->positional) {
        size_t key = 0;
        while (key < mapper.primary_key().size() && primary_key_bind_name(key) != name) ++key;
        const auto* bind = m_compiled->bind(name);
        if (key == mapper.primary_key().size() || !bind) {
            m_is_fit = false;
            return;
        }
        m_parameters.push_back({key, bind->parameter->type.get()});
    }
}

bool PrimaryKeyPlan::serves(const Session& session) const {
    return m_session_id == session.id() && !m_is_loading && !session.listens(SessionEvent::do_orm_execute);
}

Value PrimaryKeyPlan::load(std::span<const Value> primary_key, bool autoflush) {
    m_mapper.check_configure();
    struct Loading {
        PrimaryKeyPlan& plan;
        explicit Loading(PrimaryKeyPlan& p) : plan(p) { plan.m_is_loading = true; }
        ~Loading() {
            plan.m_rows.clear(); // whoever loaded an object decides how long it lives
            plan.m_is_loading = false;
        }
    } const loading(*this);
    if (autoflush && m_session.autoflush) m_session.run_autoflush();
    m_context.begin();
    execution::Connection& connection = m_session.connection_for_bind(m_session.get_bind(&m_mapper, nullptr, true));
    Runtime& runtime = m_session.runtime();
    std::array<Value, 8> few;
    std::vector<Value> many(m_parameters.size() > few.size() ? m_parameters.size() : 0);
    const std::span<Value> values = many.empty() ? std::span(few).first(m_parameters.size()) : std::span(many);
    for (size_t i = 0; i < values.size(); ++i) {
        const auto& [key, type] = m_parameters[i];
        values[i] = type && type->needs_bind() ? type->process_bind(runtime, primary_key[key]) : primary_key[key];
    }
    execution::DriverStatement driver{};
    driver.sql = m_compiled->sql;
    driver.parameters = values;
    driver.width = values.size();
    driver.cause = &m_cause;
    driver.options = &m_context.execution_options;
    driver.reads_at_once = true;
    const Ref<dbapi::Cursor> cursor = connection.send(driver);
    m_loader.read(*cursor, SIZE_MAX, m_rows);
    cursor->close();
    return m_rows.empty() || m_rows[0].is_none() ? Value() : std::move(m_rows[0]);
}

} // namespace relata::orm
