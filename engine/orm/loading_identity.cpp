// Loading by identity: the identity map first, then SELECT by primary key; and the refresh of what expired.
// SQLAlchemy: orm/loading.py get_from_identity, load_on_ident, load_scalar_attributes.
#include "orm/registry.h"
#include "orm/loading.h"
#include "orm/mapper.h"
#include "orm/session.h"

#include <algorithm>

namespace relata::orm {

LoaderResult get_from_identity(Session& session, Mapper& mapper, const IdentityKey& key, Passive passive) {
    InstanceState* state = session.identity_map().get(key);
    if (!state) return {};
    const Ref<Instance> object(state->object());
    if (mapper.inherits() && !state->mapper().isa(mapper)) return LoaderResult::Status::passive_class_mismatch;
    if (!state->expired) return Value(object);
    if (!has(passive, Passive::sql_ok)) return LoaderResult::Status::passive_no_result;
    if (!has(passive, Passive::related_object_ok)) return Value(object);
    try {
        state->load_expired(passive);
    } catch (Error& error) {
        if (!session.runtime().matches(error, Exc::ObjectDeletedError)) throw;
        session.remove_newly_deleted({state});
        return {};
    }
    return Value(object);
}

Value load_on_ident(Session& session, Mapper& mapper, const IdentityKey& key, const LoadOnIdent& how) {
    return load_on_pk_identity(session, mapper, key.values(), how);
}

void load_scalar_attributes(Mapper& mapper, InstanceState& state, std::vector<AttributeImpl*> attributes,
                            Passive passive) {
    Runtime& runtime = state.runtime();
    Session* session = object_session(state);
    if (!session)
        throw Error(Exc::DetachedInstanceError, "Instance " + state.text() +
                                                    " is not bound to a Session; attribute refresh operation cannot "
                                                    "proceed")
            .with("code", runtime.make_str("bhk3"));
    IdentityKey key = state.key;
    const bool has_key = key.is_set();
    if (!has_key) {
        for (const ColumnProperty* property : mapper.primary_key_properties())
            if (state.expired_attributes.contains(property->index()))
                throw Error(Exc::InvalidRequestError,
                            "Instance " + state.text() +
                                " cannot be refreshed - it's not  persistent and does not contain a full primary key.");
        key = mapper.identity_key_from_state(state);
    }
    size_t nulls = 0;
    for (const Value& value : key.values()) nulls += !value.is_set() || value.is_none();
    if (nulls == key.values().size()) {
        sa_warn(runtime, "Instance " + state.text() +
                                         " to be refreshed doesn't contain a full primary key - can't be refreshed "
                                         "(and shouldn't be expired, either).");
        return;
    }
    LoadOnIdent load;
    load.refresh_state = &state;
    using Cause = execution::Cause::Kind;
    const bool is_deferred = !attributes.empty() && std::ranges::none_of(attributes, [&](const AttributeImpl* a) { return state.is_expired(*a); });
    load.cause = {is_deferred ? Cause::deferred_load : Cause::refresh_expired,
                  mapper.mapped_class().name() + (is_deferred ? "." + attributes.front()->key() : std::string())};
    load.only_load_props = std::move(attributes);
    load.no_autoflush = has(passive, Passive::no_autoflush);
    const Value loaded = load_on_ident(*session, mapper, key, load);
    if (has_key && !loaded.is_set())
        throw Error(Exc::ObjectDeletedError, "Instance '" + state.text() +
                                                 "' has been deleted, or its row is otherwise not present.");
}

} // namespace relata::orm
