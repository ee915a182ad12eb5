// Loading: objects from rows, by primary key or to refresh one. SQLAlchemy: orm/loading.py.
#pragma once

#include "execution/events.h"
#include "execution/execution_options.h"
#include "orm/attributes.h"
#include "sql/select.h"

namespace relata::sql {
struct Compiled;
}

namespace relata::orm {

/// Arguments of load_on_ident.
struct LoadOnIdent {
    InstanceState* refresh_state = nullptr;        ///< the object to fill; null: whichever the row is
    std::vector<AttributeImpl*> only_load_props{}; ///< empty: all that load with the object
    std::vector<Ref<sql::ExecutableOption>> options{};
    bool populate_existing = false;
    bool with_for_update = false;
    bool no_autoflush = false;
    bool require_pk_cols = false;
    bool is_user_refresh = false;
    execution::ExecutionOptions execution_options{};
    Value bind{};
    execution::Cause cause{};
    std::shared_ptr<struct PostLoads> post_loads{}; ///< of the statement that this load belongs to
    const PathRegistry* compile_path = nullptr; ///< of a lazy load: the path that options go on from
    /// For loads that differ in their values only: the first one leaves its compiled statement here.
    std::weak_ptr<sql::Compiled>* compiled = nullptr;
};

/// The object in the identity map, refreshed where it has expired and `passive` allows it; no value where
/// there is none. SQLAlchemy: get_from_identity.
LoaderResult get_from_identity(Session& session, Mapper& mapper, const IdentityKey& key, Passive passive);

/// SELECT by primary key; unset where there is no row. SQLAlchemy: load_on_pk_identity.
Value load_on_pk_identity(Session& session, Mapper& mapper, std::span<const Value> primary_key,
                          const LoadOnIdent& how = {});
Value load_on_ident(Session& session, Mapper& mapper, const IdentityKey& key, const LoadOnIdent& how = {});

/// Loads attributes that are expired or deferred. Throws DetachedInstanceError, ObjectDeletedError.
/// SQLAlchemy: load_scalar_attributes.
void load_scalar_attributes(Mapper& mapper, InstanceState& state, std::vector<AttributeImpl*> attributes,
                            Passive passive);

} // namespace relata::orm
