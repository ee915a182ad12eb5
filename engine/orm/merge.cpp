// Session.merge. SQLAlchemy: Session._merge, ColumnProperty.merge, RelationshipProperty.merge.
#include "orm/registry.h"
#include "orm/collections.h"
#include "orm/loading.h"
#include "orm/mapper.h"
#include "orm/relationship.h"
#include "orm/session.h"
#include "orm/unit_of_work.h"

#include <set>

namespace relata::orm {

/// One call of merge: what was copied already.
class MergeContext {
  public:
    MergeContext(Session& session, bool load, const std::vector<Ref<sql::ExecutableOption>>& options)
        : m_session(session), m_load(load), m_options(options) {}

    Value merge(InstanceState& state);

  private:
    Value find(InstanceState& state, const IdentityKey& key, bool key_is_persistent, bool& is_new);
    void merge_column(ColumnProperty& property, InstanceState& source, InstanceState& dest);
    void merge_relationship(RelationshipProperty& property, InstanceState& source, InstanceState& dest);
    Value merge_related(RelationshipProperty& property, const Value& related);

    Session& m_session;
    bool m_load;
    const std::vector<Ref<sql::ExecutableOption>>& m_options;
    std::unordered_map<const InstanceState*, Value> m_merged;
    std::set<std::pair<const InstanceState*, const RelationshipProperty*>> m_followed;
    std::vector<std::pair<IdentityKey, Value>> m_by_key;
};

Value Session::merge(const Value& instance, bool load,
                     const std::vector<Ref<sql::ExecutableOption>>& options) {
    flush_warning("Session.merge()");
    if (load) run_autoflush();
    InstanceState& state = instance_state(runtime(), instance);
    struct NoAutoflush {
        Session& session;
        bool before;
        explicit NoAutoflush(Session& s) : session(s), before(s.autoflush) { s.autoflush = false; }
        ~NoAutoflush() { session.autoflush = before; }
    } no_autoflush(*this);
    return MergeContext(*this, load, options).merge(state);
}

Value MergeContext::find(InstanceState& state, const IdentityKey& key, bool key_is_persistent, bool& is_new) {
    Mapper& mapper = state.mapper();
    if (InstanceState* known = m_session.identity_map().get(key)) return Value(known->object());
    if (key_is_persistent)
        for (const auto& [other, merged] : m_by_key)
            if (other.equals(m_session.runtime(), key)) return merged;
    if (!m_load) {
        if (state.modified)
            throw Error(Exc::InvalidRequestError, "merge() with load=False option does not support objects "
                                                  "marked as 'dirty'.  flush() all changes "
                                                  "on mapped instances before merging with load=False.");
        const Value merged(mapper.new_instance());
        InstanceState& merged_state = *find_instance_state(merged);
        merged_state.key = key;
        m_session.update_impl(merged_state);
        is_new = true;
        return merged;
    }
    if (key_is_persistent) {
        Runtime& runtime = m_session.runtime();
        const auto values = key.values();
        return m_session.get(mapper, Value(runtime.make_tuple(values)), {.options = m_options});
    }
    return {};
}

Value MergeContext::merge(InstanceState& state) {
    if (const auto known = m_merged.find(&state); known != m_merged.end()) return known->second;
    Runtime& runtime = m_session.runtime();
    Mapper& mapper = state.mapper();
    IdentityKey key = state.key;
    bool key_is_persistent = true;
    if (!key.is_set()) {
        if (m_session.is_pending(state))
            sa_warn(runtime, "Instance " + state.text() +
                             " is already pending in this Session yet is being merged again; this is "
                             "probably not what you want to do");
        if (!m_load)
            throw Error(Exc::InvalidRequestError,
                        "merge() with load=False option does not support objects transient (i.e. "
                        "unpersisted) objects.  "
                        "flush() all changes on mapped instances before merging with load=False.");
        key = mapper.identity_key_from_state(state);
        size_t nulls = 0;
        for (const Value& value : key.values())
            nulls += !value.is_set() || value.is_none();
        // A partly absent key may be a row's (allow_partial_pks).
        key_is_persistent = nulls == 0 || nulls < key.values().size();
    }

    bool is_new = false;
    Value merged = find(state, key, key_is_persistent, is_new);
    if (!merged.is_set() || merged.is_none()) {
        merged = Value(mapper.new_instance());
        is_new = true;
        m_session.save_or_update_state(*find_instance_state(merged));
    }
    InstanceState& merged_state = *find_instance_state(merged);
    m_merged.emplace(&state, merged);
    m_by_key.emplace_back(key, merged);
    if (&state != &merged_state) {
        merged_state.load_context = state.load_context;
        for (const Ref<MapperProperty>& property : mapper.iterate_properties()) {
            if (auto* column = property->as_column())
                merge_column(*column, state, merged_state);
            else if (auto* relationship = property->as_relationship())
                merge_relationship(*relationship, state, merged_state);
        }
    }
    if (!m_load) m_session.commit_state(merged_state);
    return merged;
}

void MergeContext::merge_column(ColumnProperty& property, InstanceState& source, InstanceState& dest) {
    AttributeImpl& from = attribute_of(source, property);
    AttributeImpl& to = attribute_of(dest, property);
    if (from.is_loaded(source)) {
        const Value value = from.loaded(source);
        if (m_load)
            to.set(dest, value);
        else
            dest.object().set_slot(size_t(to.slot()), value);
    } else if (dest.has_identity() && !to.is_loaded(dest)) {
        AttributeImpl* const expired[] = {&to};
        dest.expire_attributes(expired, true);
    }
}

Value MergeContext::merge_related(RelationshipProperty& property, const Value& related) {
    InstanceState& state = instance_state(m_session.runtime(), related);
    m_followed.emplace(&state, &property);
    return merge(state);
}

void MergeContext::merge_relationship(RelationshipProperty& property, InstanceState& source,
                                      InstanceState& dest) {
    if (m_load)
        for (const RelationshipProperty* reverse : property.reverse_property())
            if (m_followed.count({&source, reverse})) return;
    if (!property.cascade().merge) return;
    AttributeImpl& from = attribute_of(source, property);
    AttributeImpl& to = attribute_of(dest, property);
    if (!from.is_loaded(source)) return;
    if (!property.uselist()) {
        const Value current = from.loaded(source);
        const Value merged = current.is_none() ? Value::none() : merge_related(property, current);
        if (m_load)
            to.set(dest, merged);
        else
            dest.object().set_slot(size_t(to.slot()), merged);
        return;
    }
    auto& collection = static_cast<CollectionAttributeImpl&>(to);
    if (m_load) to.get(dest, Passive::merge);
    std::vector<Value> merged;
    for (const Value& current : collection_adapter(from.loaded(source))->members())
        merged.push_back(merge_related(property, current));
    if (!m_load) {
        collection.set_committed_items(dest, std::move(merged));
        return;
    }
    collection.set(dest, Value(m_session.runtime().make_list(std::move(merged))), nullptr, Passive::merge,
                   nullptr, false);
}

} // namespace relata::orm
