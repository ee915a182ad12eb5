// PrimaryKeyPlan: a SELECT by primary key that lazy loads send again and again, each time with another key.
#pragma once

#include "execution/events.h"
#include "orm/context.h"

#include <optional>

namespace relata::orm {

/// Compiled once, its rows' processors made once: a load binds, steps and resets. Serves one session at a time, and only
/// entities whose rows fill columns and nothing else (no eager load goes on from them).
class PrimaryKeyPlan {
  public:
    PrimaryKeyPlan(Session& session, Mapper& mapper, std::shared_ptr<sql::Compiled> compiled, execution::Cause cause);
    /// Rows need more than this plan does, or the statement has other parameters than the key's.
    bool is_fit() const { return m_is_fit; }
    /// It may load now: its session is `session` and no load of its own is under way.
    bool serves(const Session& session) const;
    bool is_loading() const { return m_is_loading; }
    /// The object of `primary_key`, which has no None in it; unset where there is no row.
    Value load(std::span<const Value> primary_key, bool autoflush);

  private:
    struct Parameter {
        size_t key; ///< which value of the primary key
        const sql::TypeEngine* type;
    };
    Session& m_session;
    Mapper& m_mapper;
    uint64_t m_session_id;
    std::shared_ptr<sql::Compiled> m_compiled;
    QueryContext m_context;
    EntityLoader m_loader;
    execution::Cause m_cause;
    std::vector<Parameter> m_parameters;
    std::vector<Value> m_rows; ///< empty between loads
    bool m_is_fit = true, m_is_loading = false;
};

/// The name of the bind parameter for a column of the primary key.
std::string primary_key_bind_name(size_t column);

} // namespace relata::orm
