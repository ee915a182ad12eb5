// The processor of many-to-many relationships: rows of the association table. SQLAlchemy: dependency.py
// ManyToManyDP.
#include "orm/registry.h"
#include "orm/dependency.h"
#include "orm/mapper.h"
#include "orm/persistence.h"
#include "orm/session.h"
#include "orm/sync.h"

namespace relata::orm {

void ManyToManyDP::per_property_dependencies(UOWTransaction& uow, const Steps& s) {
    // A row that changes from deleted to saved (row switch) makes "before delete, save" necessary.
    add(uow, {{s.parent_saves, s.after_save},
              {s.child_saves, s.after_save},
              {s.after_save, s.child_deletes},
              {s.before_delete, s.parent_saves},
              {s.before_delete, s.parent_deletes},
              {s.before_delete, s.child_deletes},
              {s.before_delete, s.child_saves}});
}

void ManyToManyDP::per_state_dependencies(UOWTransaction& uow, const StateSteps& s) {
    if (s.is_delete)
        add(uow, {{s.before_delete, s.child_action}, {s.before_delete, s.delete_parent}});
    else if (s.child_is_delete)
        add(uow, {{s.save_parent, s.after_save}, {s.after_save, s.child_action}});
    else
        add(uow, {{s.save_parent, s.after_save}, {s.child_action, s.after_save}});
}

bool ManyToManyDP::pks_changed(InstanceState& state) const {
    return sync::source_modified(state, parent(), m_property.synchronize_pairs());
}

void ManyToManyDP::presort_deletes(UOWTransaction& uow, const States& states) {
    if (leaves_deletes(m_property)) return;
    for (InstanceState* state : states)
        uow.history(*state, m_property, passive_delete_flag());
}

void ManyToManyDP::presort_saves(UOWTransaction& uow, const States& states) {
    if (!m_property.passive_updates())
        for (InstanceState* state : states)
            if (pks_changed(*state)) uow.history(*state, m_property, Passive::off);
    if (!m_property.cascade().delete_orphan) return;
    for (InstanceState* state : states) {
        const StateHistory history = uow.history(*state, m_property, Passive::no_initialize);
        for (InstanceState* child : history.deleted)
            if (child && !has_parent(*child)) register_delete_cascade(uow, *child);
    }
}

struct ManyToManyDP::Rows {
    std::vector<sync::Row> inserted, deleted, updated, updated_from;
};

// Both sides of the relationship see the same change: what one has written the other must not write again.
UOWTransaction::StatePairs* ManyToManyDP::reversed_processed_set(UOWTransaction& uow) const {
    const auto& reverse = m_property.reverse_property();
    if (reverse.empty()) return nullptr;
    std::vector<std::string> keys{key()};
    for (const RelationshipProperty* other : reverse)
        keys.push_back(other->key());
    std::sort(keys.begin(), keys.end());
    std::string joined;
    for (const std::string& k : keys)
        joined += k + "/";
    return &uow.reverse_processed(joined);
}

void ManyToManyDP::process_deletes(UOWTransaction& uow, const States& states) {
    Rows rows;
    auto* processed = reversed_processed_set(uow);
    std::vector<UOWTransaction::StatePair> seen;
    for (InstanceState* state : states) {
        const StateHistory history = uow.history(*state, m_property, passive_delete_flag());
        for (InstanceState* child : history.non_added()) {
            seen.emplace_back(child, state);
            if (!child || (processed && processed->count({state, child}))) continue;
            sync::Row row;
            if (synchronize(*state, child, row, uow, "delete")) rows.deleted.push_back(std::move(row));
        }
    }
    if (processed) processed->insert(seen.begin(), seen.end());
    run_crud(uow, rows);
}

void ManyToManyDP::process_saves(UOWTransaction& uow, const States& states) {
    Rows rows;
    auto* processed = reversed_processed_set(uow);
    std::vector<UOWTransaction::StatePair> seen;
    for (InstanceState* state : states) {
        const bool cascade_pks = !m_property.passive_updates() && pks_changed(*state);
        const Passive passive =
            (cascade_pks ? Passive::off : Passive::no_initialize) | Passive::include_pending_mutations;
        const StateHistory history = uow.history(*state, m_property, passive);
        for (InstanceState* child : history.added) {
            seen.emplace_back(child, state);
            if (processed && processed->count({state, child})) continue;
            sync::Row row;
            if (synchronize(*state, child, row, uow, "add")) rows.inserted.push_back(std::move(row));
        }
        for (InstanceState* child : history.deleted) {
            seen.emplace_back(child, state);
            if (processed && processed->count({state, child})) continue;
            sync::Row row;
            if (synchronize(*state, child, row, uow, "delete")) rows.deleted.push_back(std::move(row));
        }
        if (!cascade_pks) continue;
        for (InstanceState* child : history.unchanged) {
            sync::Row row, old_row;
            sync::update(*state, parent(), row, old_row, m_property.synchronize_pairs());
            sync::update(*child, mapper(), row, old_row, m_property.secondary_synchronize_pairs());
            rows.updated.push_back(std::move(row));
            rows.updated_from.push_back(std::move(old_row));
        }
    }
    if (processed) processed->insert(seen.begin(), seen.end());
    run_crud(uow, rows);
}

bool ManyToManyDP::synchronize(InstanceState& state, InstanceState* child, sync::Row& row,
                               UOWTransaction& uow, const char* operation) {
    verify_can_load(child);
    if (!child) return false;
    if (!uow.session().contains_state(*child)) {
        if (!child->is_deleted())
            sa_warn(uow.runtime(), "Object of type " + child->class_text() + " not in session, " +
                                                   operation + " operation along '" + m_property.text() +
                                                   "' won't proceed");
        return false;
    }
    sync::populate_row(state, parent(), row, m_property.synchronize_pairs());
    sync::populate_row(*child, mapper(), row, m_property.secondary_synchronize_pairs());
    return true;
}

void ManyToManyDP::run_crud(UOWTransaction& uow, const Rows& rows) {
    if (rows.inserted.empty() && rows.deleted.empty() && rows.updated.empty()) return;
    persistence::AssociationTable association(uow, *m_property.secondary_table(), mapper());
    if (!rows.deleted.empty()) association.delete_rows(rows.deleted);
    if (!rows.updated.empty()) association.update_rows(rows.updated, rows.updated_from);
    if (!rows.inserted.empty()) association.insert_rows(rows.inserted);
}

} // namespace relata::orm
