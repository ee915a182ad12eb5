// Cascades: which objects an operation on one object reaches. SQLAlchemy: Mapper.cascade_iterator,
// RelationshipProperty.cascade_iterator.
#include "orm/write_only_attribute.h"
#include "orm/collections.h"
#include "orm/mapper.h"
#include "orm/relationship.h"
#include "orm/session.h"
#include "orm/unit_of_work.h"
#include "support/protocol.h"

#include <typeinfo>
#include <unordered_set>

namespace relata::orm {

namespace {

bool includes(const CascadeOptions& options, Cascade cascade) {
    switch (cascade) {
    case Cascade::save_update:
        return options.save_update;
    case Cascade::merge:
        return options.merge;
    case Cascade::delete_:
        return options.delete_;
    case Cascade::refresh_expire:
        return options.refresh_expire;
    case Cascade::expunge:
        return options.expunge;
    }
    return false;
}

/// SQLAlchemy: RelationshipProperty._value_as_iterable.
std::vector<Value> related_objects(InstanceState& state, AttributeImpl& impl, Passive passive) {
    if (dynamic_cast<WriteOnlyAttributeImpl*>(&impl)) return impl.get_all_pending(state, passive);
    if (impl.is_collection()) {
        CollectionAdapter* collection =
            static_cast<CollectionAttributeImpl&>(impl).get_collection(state, passive);
        return collection ? collection->members() : std::vector<Value>();
    }
    const LoaderResult value = impl.get(state, passive);
    return value.is_object() ? std::vector<Value>{value.value} : std::vector<Value>();
}

class CascadeWalk {
  public:
    CascadeWalk(Cascade cascade, const Session* halt_on) : m_cascade(cascade), m_halt_on(halt_on) {}

    std::vector<Ref<Instance>> run(InstanceState& start) {
        // Depth first without recursion: a chain of a thousand objects is ordinary.
        m_stack.push_back({&start, 0, {}, 0});
        while (!m_stack.empty()) {
            Step& top = m_stack.back();
            if (top.next_related < top.related.size()) {
                InstanceState* state = top.related[top.next_related++];
                m_stack.push_back({state, 0, {}, 0});
                m_found.emplace_back(state->object());
                continue;
            }
            const auto& relationships = relationships_of(top.state->mapper());
            if (top.next_property == relationships.size()) {
                m_stack.pop_back();
                continue;
            }
            RelationshipProperty& property = *relationships[top.next_property++];
            if (!includes(property.cascade(), m_cascade)) continue;
            top.related = follow(*top.state, property);
            top.next_related = 0;
        }
        return std::move(m_found);
    }

  private:
    struct Step {
        InstanceState* state;
        size_t next_property;
        std::vector<InstanceState*> related;
        size_t next_related;
    };

    const std::vector<RelationshipProperty*>& relationships_of(Mapper& mapper) {
        auto [at, added] = m_relationships.try_emplace(&mapper);
        if (added) at->second = mapper.relationships();
        return at->second;
    }

    std::vector<InstanceState*> follow(InstanceState& state, RelationshipProperty& property) {
        AttributeImpl& impl = attribute_of(state, property);
        const bool loads = m_cascade == Cascade::delete_ && !leaves_deletes(property);
        const Passive passive = loads ? Passive::off | Passive::no_raise : Passive::no_initialize;
        const bool skip_pending = m_cascade == Cascade::refresh_expire && !property.cascade().delete_orphan;
        std::vector<InstanceState*> result;
        const std::vector<Value> objects = m_cascade == Cascade::save_update
                                               ? impl.get_all_pending(state)
                                               : related_objects(state, impl, passive);
        for (const Value& object : objects) {
            if (!object.is_set() || object.is_none()) continue;
            InstanceState& related = related_instance_state(state.runtime(), object);
            if (m_visited.count(&related)) continue;
            if (m_halt_on && m_halt_on->contains_state(related)) continue;
            if (skip_pending && !related.key.is_set()) continue;
            if (!related.mapper().isa(property.mapper()))
                throw Error(Exc::AssertionError,
                            "Attribute '" + property.key() + "' on class '" +
                                str_text(state.runtime(), Value(property.parent().mapped_class())) +
                                "' doesn't handle objects of type '" +
                                str_text(state.runtime(), Value(related.mapper().mapped_class())) + "'");
            m_visited.insert(&related);
            m_keep.emplace_back(related.object());
            result.push_back(&related);
        }
        return result;
    }

    Cascade m_cascade;
    const Session* m_halt_on;
    std::unordered_map<const Mapper*, std::vector<RelationshipProperty*>> m_relationships;
    std::vector<Step> m_stack;
    std::unordered_set<const InstanceState*> m_visited;
    std::vector<Ref<Instance>> m_found, m_keep;
};

/// Nothing related to `state` is there, as on most objects that were just made.
bool stands_alone(InstanceState& state) {
    state.mapper().check_configure();
    for (const AttributeImpl* impl : state.mapper().attributes())
        if (impl && impl->uses_objects() && (impl->is_loaded(state) || typeid(*impl) == typeid(WriteOnlyAttributeImpl)))
            return false;
    return true;
}

} // namespace

std::vector<Ref<Instance>> cascade_objects(Cascade cascade, InstanceState& state, const Session* halt_on) {
    if (cascade == Cascade::save_update && stands_alone(state)) return {};
    return CascadeWalk(cascade, halt_on).run(state);
}

} // namespace relata::orm
