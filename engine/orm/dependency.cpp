// The processors of one-to-many and many-to-one relationships, and what all have in common. Many-to-many has
// a file of its own: many_to_many.cpp.
#include "orm/dependency.h"

#include "orm/mapper.h"
#include "orm/registry.h"
#include "orm/session.h"
#include "orm/sync.h"
#include "support/protocol.h"

namespace relata::orm {

// ---- DependencyProcessor
// ------------------------------------------------------------------------------------------------

DependencyProcessor::DependencyProcessor(RelationshipProperty& property)
    : m_property(property), m_sort_key(mapper_sort_key(property.parent()) + "_" + property.key()) {
    if (property.synchronize_pairs().empty())
        throw Error(Exc::ArgumentError,
                    "Can't build a DependencyProcessor for relationship " + property.text() +
                        ". No target attributes to populate between parent and child are present");
}

Mapper& DependencyProcessor::mapper() const {
    return m_property.mapper();
}
Mapper& DependencyProcessor::parent() const {
    return m_property.parent();
}

Passive DependencyProcessor::passive_delete_flag() const {
    return !leaves_deletes(m_property) ? Passive::off : Passive::no_initialize;
}

Passive DependencyProcessor::passive_update_flag() const {
    return m_property.passive_updates() ? Passive::no_initialize : Passive::off;
}

bool DependencyProcessor::deletes_are_left_to_database() const {
    return m_property.passive_deletes_all();
}

bool DependencyProcessor::has_parent(const InstanceState& state) const {
    return parent().attributes()[size_t(m_property.index())]->has_parent(state);
}

void DependencyProcessor::add(UOWTransaction& uow,
                              std::initializer_list<std::pair<PostSortRec*, PostSortRec*>> edges) const {
    for (const auto& [first, second] : edges)
        uow.add_dependency(first, second);
}

void DependencyProcessor::per_property_flush_actions(UOWTransaction& uow) {
    Mapper &parents = parent().base_mapper(), &children = mapper().base_mapper();
    Steps steps{};
    steps.after_save = uow.process_all(*this, false, true);
    steps.before_delete = uow.process_all(*this, true, true);
    steps.parent_saves = uow.save_update_all(parents);
    steps.child_saves = uow.save_update_all(children);
    steps.parent_deletes = uow.delete_all(parents);
    steps.child_deletes = uow.delete_all(children);
    per_property_dependencies(uow, steps);
}

void DependencyProcessor::per_state_flush_actions(UOWTransaction& uow,
                                                  const std::vector<InstanceState*>& states, bool is_delete) {
    Mapper &parents = parent().base_mapper(), &children = mapper().base_mapper();
    PostSortRec* child_saves = uow.save_update_all(children);
    PostSortRec* child_deletes = uow.delete_all(children);
    // The step for the whole relationship comes apart as well.
    uow.process_all(*this, is_delete, true)->disabled = true;
    const bool child_in_cycles = uow.in_cycles(child_saves);

    StateSteps steps{};
    steps.is_delete = is_delete;
    steps.save_parent = is_delete ? nullptr : uow.save_update_all(parents);
    steps.delete_parent = is_delete ? uow.delete_all(parents) : nullptr;
    const bool parent_in_cycles = uow.in_cycles(is_delete ? steps.delete_parent : steps.save_parent);
    AttributeImpl* impl = nullptr;
    for (InstanceState* state : states) {
        impl = &attribute_of(*state, m_property);
        const std::vector<Value> all =
            impl->get_all_pending(*state, is_delete ? passive_delete_flag() : Passive::no_initialize);
        if (all.empty()) continue;
        if (is_delete) {
            steps.before_delete = uow.process_state(*this, true, *state);
            if (parent_in_cycles) steps.delete_parent = uow.delete_state(*state);
        } else {
            steps.after_save = uow.process_state(*this, false, *state);
            if (parent_in_cycles) steps.save_parent = uow.save_update_state(*state);
        }
        if (!child_in_cycles) {
            for (PostSortRec* action : {child_saves, child_deletes}) {
                steps.child_action = action;
                steps.child_is_delete = action == child_deletes;
                per_state_dependencies(uow, steps);
            }
            continue;
        }
        for (const Value& value : all) {
            InstanceState* child = value.is_set() && !value.is_none() ? find_instance_state(value) : nullptr;
            const auto* plan = child ? uow.plan(*child) : nullptr;
            steps.child_is_delete = plan && plan->is_delete;
            steps.child_action = !plan             ? nullptr
                                 : plan->is_delete ? uow.delete_state(*child)
                                                   : uow.save_update_state(*child);
            per_state_dependencies(uow, steps);
        }
    }
}

bool DependencyProcessor::prop_has_changes(UOWTransaction& uow, const States& states, bool is_delete) {
    Passive passive;
    if (!is_delete || leaves_deletes(m_property))
        passive = Passive::no_initialize | Passive::include_pending_mutations;
    else if (m_property.direction() == Direction::many_to_one)
        passive = Passive::no_fetch_related;
    else
        passive = Passive::off | Passive::include_pending_mutations;
    for (InstanceState* state : states)
        if (!uow.history(*state, m_property, passive).blank()) return true;
    return !states.empty() && !m_property.is_self_referential() && uow.knows_mapper(mapper());
}

void DependencyProcessor::verify_can_load(const InstanceState* state) const {
    if (!state) {
        if (m_property.uselist())
            throw Error(Exc::FlushError, "Can't flush None value found in collection " + m_property.text());
        return;
    }
    const bool polymorphic = mapper().polymorphic_on() || !m_property.options().enable_typechecks;
    if (polymorphic ? state->mapper().isa(mapper()) : &state->mapper() == &mapper()) return;
    Runtime& runtime = state->runtime();
    const std::string x = str_text(runtime, Value(state->mapper().mapped_class()));
    const std::string z = str_text(runtime, Value(mapper().mapped_class()));
    std::string message = "Attempting to flush an item of type " + x + " as a member of collection \"" +
                          m_property.text() + "\". Expected an object of type " + z +
                          " or a polymorphic subclass of this type.";
    if (state->mapper().isa(mapper()))
        message += " If " + x + " is a subclass of " + z + ", configure mapper \"" + mapper().text() +
                   "\" to load this subtype polymorphically, or set enable_typechecks=False to allow any "
                   "subtype to be "
                   "accepted for flush. ";
    throw Error(Exc::FlushError, message);
}

void DependencyProcessor::post_update(InstanceState& state, UOWTransaction& uow, const States& related,
                                      bool is_m2o_delete) const {
    const bool any = std::any_of(related.begin(), related.end(),
                                 [&](const InstanceState* other) { return !is_m2o_delete || other; });
    if (!any) return;
    std::vector<const sql::Column*> columns;
    for (const auto& [l, r] : m_property.synchronize_pairs())
        columns.push_back(static_cast<const sql::Column*>(r));
    uow.register_post_update(state, columns);
}

void DependencyProcessor::register_delete_cascade(UOWTransaction& uow, InstanceState& child) const {
    uow.register_object(child, {.is_delete = true, .operation = "delete", .property = &m_property});
    const auto reached = cascade_objects(Cascade::delete_, child);
    for (InstanceState* state : states_of(reached))
        uow.register_object(*state, {.is_delete = true});
}

// ---- OneToManyDP
// ----------------------------------------------------------------------------------------------------------

void OneToManyDP::per_property_dependencies(UOWTransaction& uow, const Steps& s) {
    if (m_property.post_update()) {
        PostSortRec* post_updates = uow.post_update_all(mapper().base_mapper(), false);
        PostSortRec* pre_updates = uow.post_update_all(mapper().base_mapper(), true);
        add(uow, {{s.child_saves, s.after_save},
                  {s.parent_saves, s.after_save},
                  {s.after_save, post_updates},
                  {s.before_delete, pre_updates},
                  {pre_updates, s.parent_deletes},
                  {pre_updates, s.child_deletes}});
        return;
    }
    add(uow, {{s.parent_saves, s.after_save},
              {s.after_save, s.child_saves},
              {s.after_save, s.child_deletes},
              {s.child_saves, s.parent_deletes},
              {s.child_deletes, s.parent_deletes},
              {s.before_delete, s.child_saves},
              {s.before_delete, s.child_deletes}});
}

void OneToManyDP::per_state_dependencies(UOWTransaction& uow, const StateSteps& s) {
    if (m_property.post_update()) {
        PostSortRec* post_updates = uow.post_update_all(mapper().base_mapper(), false);
        PostSortRec* pre_updates = uow.post_update_all(mapper().base_mapper(), true);
        if (s.is_delete) {
            add(uow, {{s.before_delete, pre_updates}, {pre_updates, s.delete_parent}});
        } else {
            if (!s.child_is_delete) add(uow, {{s.save_parent, s.after_save}});
            add(uow, {{s.child_action, s.after_save}, {s.after_save, post_updates}});
        }
    } else if (!s.is_delete) {
        add(uow,
            {{s.save_parent, s.after_save}, {s.after_save, s.child_action}, {s.save_parent, s.child_action}});
    } else {
        add(uow, {{s.before_delete, s.child_action}, {s.child_action, s.delete_parent}});
    }
}

bool OneToManyDP::pks_changed(InstanceState& state) const {
    return sync::source_modified(state, parent(), m_property.synchronize_pairs());
}

void OneToManyDP::presort_deletes(UOWTransaction& uow, const States& states) {
    const bool should_null_fks = !m_property.cascade().delete_ && !deletes_are_left_to_database();
    for (InstanceState* state : states) {
        const StateHistory history = uow.history(*state, m_property, passive_delete_flag());
        for (InstanceState* child : history.deleted)
            if (child && !has_parent(*child))
                uow.register_object(*child, {.is_delete = m_property.cascade().delete_orphan});
        if (!should_null_fks) continue;
        for (InstanceState* child : history.unchanged)
            if (child) uow.register_object(*child, {.operation = "delete", .property = &m_property});
    }
}

void OneToManyDP::presort_saves(UOWTransaction& uow, const States& states) {
    auto& children_added = uow.children_added(*this);
    const bool delete_orphan = m_property.cascade().delete_orphan;
    const bool should_null_fks = !delete_orphan && !deletes_are_left_to_database();
    for (InstanceState* state : states) {
        const bool keys_changed = pks_changed(*state);
        const Passive passive =
            !keys_changed || m_property.passive_updates() ? Passive::no_initialize : Passive::off;
        const StateHistory history =
            uow.history(*state, m_property, passive | Passive::include_pending_mutations);
        if (history.blank()) continue;
        for (InstanceState* child : history.added)
            if (child)
                uow.register_object(*child,
                                    {.cancel_delete = true, .operation = "add", .property = &m_property});
        children_added.insert(history.added.begin(), history.added.end());
        for (InstanceState* child : history.deleted) {
            if (!child) continue;
            if (!delete_orphan) {
                if (should_null_fks)
                    uow.register_object(*child, {.operation = "delete", .property = &m_property});
            } else if (!has_parent(*child)) {
                register_delete_cascade(uow, *child);
            }
        }
        if (keys_changed)
            for (InstanceState* child : history.unchanged)
                if (child)
                    uow.register_object(*child, {.list_only = m_property.passive_updates(),
                                                 .operation = "pk change",
                                                 .property = &m_property});
    }
}

void OneToManyDP::process_deletes(UOWTransaction& uow, const States& states) {
    if (!m_property.post_update() && deletes_are_left_to_database()) return;
    const auto& children_added = uow.children_added(*this);
    for (InstanceState* state : states) {
        const StateHistory history = uow.history(*state, m_property, passive_delete_flag());
        for (InstanceState* child : history.deleted) {
            if (!child || has_parent(*child)) continue;
            synchronize(*state, child, true, uow, false);
            if (m_property.post_update()) post_update(*child, uow, {state});
        }
        if (!m_property.post_update() && m_property.cascade().delete_) continue;
        for (InstanceState* child : history.unchanged) {
            if (!child || children_added.count(child)) continue;
            synchronize(*state, child, true, uow, false);
            if (m_property.post_update()) post_update(*child, uow, {state});
        }
    }
}

void OneToManyDP::process_saves(UOWTransaction& uow, const States& states) {
    const bool should_null_fks = !m_property.cascade().delete_orphan && !deletes_are_left_to_database();
    for (InstanceState* state : states) {
        const StateHistory history = uow.history(*state, m_property, Passive::no_initialize);
        if (history.blank()) continue;
        for (InstanceState* child : history.added) {
            synchronize(*state, child, false, uow, false);
            if (child && m_property.post_update()) post_update(*child, uow, {state});
        }
        for (InstanceState* child : history.deleted)
            if (child && should_null_fks && !has_parent(*child)) synchronize(*state, child, true, uow, false);
        if (pks_changed(*state))
            for (InstanceState* child : history.unchanged)
                synchronize(*state, child, false, uow, true);
    }
}

void OneToManyDP::synchronize(InstanceState& state, InstanceState* child, bool clear_keys,
                              UOWTransaction& uow, bool pks_changed) {
    verify_can_load(child);
    if (!child || (!m_property.post_update() && uow.is_deleted(*child))) return;
    if (clear_keys)
        sync::clear(*child, mapper(), m_property.synchronize_pairs());
    else
        sync::populate(state, parent(), *child, mapper(), m_property.synchronize_pairs(), uow,
                       m_property.passive_updates() && pks_changed);
}

// ---- ManyToOneDP
// ----------------------------------------------------------------------------------------------------------

void ManyToOneDP::per_property_dependencies(UOWTransaction& uow, const Steps& s) {
    if (m_property.post_update()) {
        PostSortRec* post_updates = uow.post_update_all(parent().base_mapper(), false);
        PostSortRec* pre_updates = uow.post_update_all(parent().base_mapper(), true);
        add(uow, {{s.child_saves, s.after_save},
                  {s.parent_saves, s.after_save},
                  {s.after_save, post_updates},
                  {s.after_save, pre_updates},
                  {s.before_delete, pre_updates},
                  {pre_updates, s.child_deletes},
                  {pre_updates, s.parent_deletes}});
        return;
    }
    add(uow, {{s.child_saves, s.after_save},
              {s.after_save, s.parent_saves},
              {s.parent_saves, s.child_deletes},
              {s.parent_deletes, s.child_deletes}});
}

void ManyToOneDP::per_state_dependencies(UOWTransaction& uow, const StateSteps& s) {
    if (m_property.post_update()) {
        if (!s.is_delete) {
            PostSortRec* post_updates = uow.post_update_all(parent().base_mapper(), false);
            if (s.child_is_delete)
                add(uow, {{s.after_save, post_updates}, {post_updates, s.child_action}});
            else
                add(uow, {{s.save_parent, s.after_save},
                          {s.child_action, s.after_save},
                          {s.after_save, post_updates}});
        } else {
            PostSortRec* pre_updates = uow.post_update_all(parent().base_mapper(), true);
            add(uow, {{s.before_delete, pre_updates},
                      {pre_updates, s.delete_parent},
                      {pre_updates, s.child_action}});
        }
    } else if (!s.is_delete) {
        if (!s.child_is_delete) add(uow, {{s.child_action, s.after_save}});
        add(uow, {{s.after_save, s.save_parent}});
    } else if (s.child_is_delete) {
        add(uow, {{s.delete_parent, s.child_action}});
    }
}

void ManyToOneDP::presort_deletes(UOWTransaction& uow, const States& states) {
    if (!m_property.cascade().delete_ && !m_property.cascade().delete_orphan) return;
    for (InstanceState* state : states) {
        const StateHistory history = uow.history(*state, m_property, passive_delete_flag());
        for (InstanceState* child :
             m_property.cascade().delete_orphan ? history.sum() : history.non_deleted())
            if (child) register_delete_cascade(uow, *child);
    }
}

void ManyToOneDP::presort_saves(UOWTransaction& uow, const States& states) {
    for (InstanceState* state : states) {
        uow.register_object(*state, {.operation = "add", .property = &m_property});
        if (!m_property.cascade().delete_orphan) continue;
        const StateHistory history = uow.history(*state, m_property, passive_delete_flag());
        for (InstanceState* child : history.deleted)
            if (child && !has_parent(*child)) register_delete_cascade(uow, *child);
    }
}

void ManyToOneDP::process_deletes(UOWTransaction& uow, const States& states) {
    if (!m_property.post_update() || m_property.cascade().delete_orphan || deletes_are_left_to_database())
        return;
    // The row must not refer to the other any more before that can be deleted.
    for (InstanceState* state : states) {
        synchronize(*state, nullptr, true, uow);
        const StateHistory history = uow.history(*state, m_property, passive_delete_flag());
        if (!history.blank()) post_update(*state, uow, history.sum(), true);
    }
}

void ManyToOneDP::process_saves(UOWTransaction& uow, const States& states) {
    for (InstanceState* state : states) {
        const StateHistory history = uow.history(*state, m_property, Passive::no_initialize);
        if (history.blank()) continue;
        if (!history.added.empty())
            for (InstanceState* child : history.added)
                synchronize(*state, child, false, uow, "add");
        else if (!history.deleted.empty())
            synchronize(*state, nullptr, true, uow, "delete");
        if (m_property.post_update()) post_update(*state, uow, history.sum());
    }
}

void ManyToOneDP::synchronize(InstanceState& state, InstanceState* child, bool clear_keys,
                              UOWTransaction& uow, const char* operation) {
    if (!m_property.post_update() && uow.is_deleted(state)) return;
    if (operation && child && !uow.session().contains_state(*child)) {
        sa_warn(uow.runtime(), "Object of type " + child->class_text() + " not in session, " +
                                               operation + " operation along '" + m_property.text() +
                                               "' won't proceed");
        return;
    }
    if (clear_keys || !child) {
        sync::clear(state, parent(), m_property.synchronize_pairs());
        return;
    }
    verify_can_load(child);
    sync::populate(*child, mapper(), state, parent(), m_property.synchronize_pairs(), uow, false);
}

// ---- DetectKeySwitch
// --------------------------------------------------------------------------------------------------------

void DetectKeySwitch::per_property_preprocessors(UOWTransaction& uow) {
    const auto& reverse = m_property.reverse_property();
    if (!reverse.empty()) {
        if (m_property.passive_updates()) return;
        for (const RelationshipProperty* other : reverse)
            if (!other->passive_updates()) return;
    }
    uow.register_preprocessor(*this, false);
}

void DetectKeySwitch::per_property_flush_actions(UOWTransaction& uow) {
    uow.add_dependency(uow.save_update_all(parent().base_mapper()), uow.process_all(*this, false, false));
}

void DetectKeySwitch::presort_saves(UOWTransaction& uow, const States& states) {
    if (!m_property.passive_updates()) process_key_switches(states, uow);
}

bool DetectKeySwitch::prop_has_changes(UOWTransaction& uow, const States& states, bool is_delete) {
    return !is_delete && m_property.passive_updates() && !switchers(uow, states).empty();
}

void DetectKeySwitch::process_saves(UOWTransaction& uow, const States& states) {
    process_key_switches(states, uow);
}

const std::unordered_set<const InstanceState*>& DetectKeySwitch::switchers(UOWTransaction& uow,
                                                                           const States& states) {
    auto& known = uow.key_switchers(*this);
    for (InstanceState* state : states) {
        if (!state->key.is_set()) continue; // it has no row that could change its key
        if (known.switched.count(state) || known.not_switched.count(state)) continue;
        const bool changed = sync::source_modified(*state, mapper(), m_property.synchronize_pairs());
        (changed ? known.switched : known.not_switched).insert(state);
    }
    return known.switched;
}

void DetectKeySwitch::process_key_switches(const States& states, UOWTransaction& uow) {
    const auto& switched = switchers(uow, states);
    if (switched.empty()) return;
    const auto objects = uow.session().identity_map().objects();
    for (InstanceState* state : states_of(objects)) {
        if (!state->mapper().isa(parent())) continue;
        AttributeImpl& impl = attribute_of(*state, m_property);
        const LoaderResult related = impl.get(*state, passive_update_flag());
        if (!related.is_object()) continue;
        InstanceState* other = find_instance_state(related.value);
        if (!other || !switched.count(other)) continue;
        uow.register_object(*state, {.list_only = m_property.passive_updates()});
        sync::populate(*other, mapper(), *state, parent(), m_property.synchronize_pairs(), uow,
                       m_property.passive_updates());
    }
}

// ---- DependencyProcessors
// ---------------------------------------------------------------------------------------------------

DependencyProcessor& DependencyProcessors::of_relationship(RelationshipProperty& property) {
    auto& processor = m_processors[&property];
    if (!processor) {
        switch (property.direction()) {
        case Direction::one_to_many:
            processor = std::make_unique<OneToManyDP>(property);
            break;
        case Direction::many_to_one:
            processor = std::make_unique<ManyToOneDP>(property);
            break;
        case Direction::many_to_many:
            processor = std::make_unique<ManyToManyDP>(property);
            break;
        }
    }
    return *processor;
}

std::vector<DependencyProcessor*> DependencyProcessors::key_switch_detectors(Mapper& mapper) {
    std::vector<DependencyProcessor*> result;
    for (const Ref<Mapper>& other : mapper.registry().mappers()) {
        for (RelationshipProperty* property : other->relationships()) {
            if (&property->parent() != other.get() || property->viewonly() ||
                property->direction() != Direction::many_to_one || !mapper.isa(property->mapper()))
                continue;
            auto& detector = m_detectors[property];
            if (!detector) detector = std::make_unique<DetectKeySwitch>(*property);
            result.push_back(detector.get());
        }
    }
    return result;
}

} // namespace relata::orm
