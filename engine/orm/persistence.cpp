// INSERT, UPDATE and DELETE of a flush: what is written (collect_*), and how it is sent (emit_*). Longer than
// most files: the three share the plan of a table's columns and the bookkeeping after each statement.
#include "orm/persistence.h"

#include "execution/connection.h"
#include "orm/loading.h"
#include "orm/mapper.h"
#include "orm/persistence_plan.h"
#include "orm/python_views.h"
#include "orm/registry.h"
#include "orm/session.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::orm::persistence {

namespace {

using execution::Connection;

struct StateWithConnection {
    InstanceState* state;
    Mapper* mapper;
    Connection* connection;
};

// SQLAlchemy: _sort_states: new objects in the order in which they were added, then the others by primary
// key.
std::vector<InstanceState*> sort_states(Runtime& runtime, const std::vector<InstanceState*>& states) {
    std::vector<InstanceState*> pending, persistent;
    for (InstanceState* state : states)
        (state->key.is_set() ? persistent : pending).push_back(state);
    std::stable_sort(pending.begin(), pending.end(),
                     [](const auto* a, const auto* b) { return a->insert_order < b->insert_order; });
    try {
        std::stable_sort(persistent.begin(), persistent.end(),
                         [&](const InstanceState* a, const InstanceState* b) {
                             const auto left = a->key.values(), right = b->key.values();
                             for (size_t i = 0; i < left.size(); ++i) {
                                 if (left[i].is_small_int() && right[i].is_small_int()) {
                                     if (left[i].as_small_int() != right[i].as_small_int())
                                         return left[i].as_small_int() < right[i].as_small_int();
                                     continue;
                                 }
                                 if (compare_truth(runtime, left[i], right[i], CompareOp::lt)) return true;
                                 if (!equal(runtime, left[i], right[i])) return false;
                             }
                             return false;
                         });
    } catch (Error& error) {
        if (!runtime.matches(error, Exc::TypeError)) throw;
        const Value cause = runtime.exception_object(error);
        throw Error(
            Exc::InvalidRequestError,
            "Could not sort objects by primary key; primary key values must be sortable in Python (was: " +
                str_text(runtime, cause) + ")")
            .from(cause);
    }
    pending.insert(pending.end(), persistent.begin(), persistent.end());
    return pending;
}

std::vector<StateWithConnection> connections_for_states(Mapper& base, UOWTransaction& uow,
                                                        const std::vector<InstanceState*>& states) {
    Session& session = uow.session();
    Connection& connection = uow.transaction->connection_for_bind(session.get_bind(&base));
    std::vector<StateWithConnection> result;
    result.reserve(states.size());
    for (InstanceState* state : sort_states(uow.runtime(), states))
        result.push_back({state, &state->mapper(), &connection});
    return result;
}

void fire(MapperEvent event, const StateWithConnection& s) {
    if (!s.mapper->has_event(event)) return;
    Runtime& runtime = s.mapper->runtime();
    const auto& view = runtime.extension<PythonViews>().mapper;
    s.mapper->fire(event, {view ? view(runtime, *s.mapper) : Value(s.mapper->mapped_class()), Value(*s.connection),
                           Value(s.state->object())});
}

// ---- save: which states, INSERT or UPDATE
// ---------------------------------------------------------------------------------

struct StateToSave : StateWithConnection {
    bool has_identity;
    InstanceState* row_switch;
    Value update_version_id;
};

// SQLAlchemy: _organize_states_for_save.
StateToSave organize_for_save(const StateWithConnection& s, UOWTransaction& uow) {
    Runtime& runtime = uow.runtime();
    StateToSave result{s, s.state->key.is_set(), nullptr, {}};
    fire(result.has_identity ? MapperEvent::before_update : MapperEvent::before_insert, s);
    if (!result.has_identity) {
        const IdentityKey key = s.mapper->identity_key_from_state(*s.state);
        bool known = true;
        for (const Value& value : key.values())
            known = known && value.is_set() && !value.is_none();
        InstanceState* existing = known ? uow.session().identity_map().get(key) : nullptr;
        if (existing && !uow.was_already_deleted(*existing)) {
            if (!uow.is_deleted(*existing)) {
                sa_warn(runtime, "New instance " + s.state->text() + " with identity key " +
                                                 identity_key_text(runtime, key) +
                                                 " conflicts with persistent instance " + existing->text());
            } else {
                // A row switch: the new object takes over the row of the one that is deleted.
                uow.remove_state_actions(*existing);
                result.row_switch = existing;
            }
        }
    }
    if (s.mapper->version_id_col() && (result.has_identity || result.row_switch)) {
        InstanceState& holder = result.row_switch ? *result.row_switch : *s.state;
        const LoaderResult version =
            s.mapper->get_committed_state_attr_by_column(holder, *s.mapper->version_id_col());
        if (version.has_value()) result.update_version_id = version.value;
    }
    return result;
}

// ---- INSERT
// -----------------------------------------------------------------------------------------------------------------

struct InsertRecord {
    InstanceState* state;
    Mapper* mapper;
    Connection* connection;
    Parameters params;
    ValueParameters value_params;
    bool has_all_pks, has_all_defaults;
};

// SQLAlchemy: _collect_insert_commands.
std::vector<InsertRecord> collect_insert_commands(sql::Table& table, const std::vector<StateToSave>& states) {
    std::vector<InsertRecord> records;
    records.reserve(states.size());
    for (const StateToSave& s : states) {
        const TablePlan* plan = TablePlan::of(*s.mapper, table);
        if (!plan) continue;
        InsertRecord record{s.state, s.mapper, s.connection, {}, {}, true, true};
        record.params.reserve(plan->columns.size());
        for (const PlannedColumn& c : plan->columns) {
            const Value& value = s.state->object().slot(size_t(c.attribute->slot()));
            if (value.is_set() && (!value.is_none() || c.evaluates_none)) {
                if (Ref<sql::ColumnElement> clause = sql_value(s.state->runtime(), value))
                    record.value_params.emplace_back(c.column, std::move(clause));
                else
                    record.params.emplace_back(c.column, value);
                continue;
            }
            // Columns without default get an explicit NULL.
            if (c.insert_as_none && c.column != s.mapper->version_id_col())
                record.params.emplace_back(c.column, Value::none());
            else if (c.is_primary_key)
                record.has_all_pks = false;
            else if (c.server_default)
                record.has_all_defaults = false;
        }
        if (sql::Column* version = s.mapper->version_id_col(); version && version->schema_table() == &table) {
            std::erase_if(record.params, [&](const auto& p) { return p.first == version; });
            record.params.emplace_back(version, next_version(s.state->runtime(), *s.mapper, Value::none()));
        }
        for (const auto& [column, clause] : record.value_params)
            if (column->is_primary_key()) record.has_all_pks = false;
        records.push_back(std::move(record));
    }
    return records;
}

void set_loaded(InstanceState& state, AttributeImpl& impl, Value value) {
    state.object().set_slot(size_t(impl.slot()), std::move(value));
}

AttributeImpl* impl_of_column(InstanceState& state, const sql::Column& column) {
    const ColumnProperty* property = state.mapper().find_property_by_column(column);
    return property ? &attribute_of(state, *property) : nullptr;
}

// SQLAlchemy: _postfetch: what the statement made of the values: defaults computed beforehand, values that
// RETURNING brought, and those that only the database knows, which expire.
void postfetch(InstanceState& state, const SentStatement& result, size_t index, const Parameters& params,
               const ValueParameters& value_params, bool is_update) {
    std::vector<AttributeImpl*> refreshed;
    if (const sql::Column* version = state.mapper().version_id_col())
        for (const auto& [column, value] : params)
            if (column == version)
                if (AttributeImpl* impl = impl_of_column(state, *column)) {
                    set_loaded(state, *impl, value);
                    state.forget_committed(*impl);
                }
    const auto returned = result.returned.row(index), prefetched = result.prefetched.row(index);
    for (size_t i = 0; i < returned.size(); ++i) {
        const sql::Column* column = result.returned.columns[i];
        if (!column || !returned[i].is_set() || (column->is_primary_key() && !is_update)) continue;
        if (AttributeImpl* impl = impl_of_column(state, *column)) {
            set_loaded(state, *impl, returned[i]);
            refreshed.push_back(impl);
        }
    }
    for (size_t i = 0; i < prefetched.size(); ++i) {
        AttributeImpl* impl = impl_of_column(state, *result.prefetched.columns[i]);
        if (!impl) continue;
        set_loaded(state, *impl, prefetched[i]);
        state.forget_committed(*impl);
        refreshed.push_back(impl);
    }
    std::vector<AttributeImpl*> expired;
    for (const sql::Column* column : result.postfetch)
        if (AttributeImpl* impl = impl_of_column(state, *column);
            impl && std::find(refreshed.begin(), refreshed.end(), impl) == refreshed.end())
            expired.push_back(impl);
    if (is_update)
        for (const auto& [column, clause] : value_params)
            if (AttributeImpl* impl = impl_of_column(state, *column))
                if (std::find(expired.begin(), expired.end(), impl) == expired.end()) expired.push_back(impl);
    if (!expired.empty()) state.expire_attributes(expired);
}

void synchronize_inherited_keys(InstanceState& state, const sql::Table& table, UOWTransaction& uow) {
    for (const auto& [mapper, pairs] : equated_pairs(state.mapper(), table))
        sync::populate(state, *mapper, state, *mapper, pairs, uow, true);
}

/// What a mapper and its table decide for the rows of one statement.
void populate_primary_key(InsertRecord& record, std::span<sql::Column* const> columns, std::span<const Value> primary_key) {
    for (size_t i = 0; i < columns.size() && i < primary_key.size(); ++i) {
        AttributeImpl* impl = impl_of_column(*record.state, *columns[i]);
        if (!impl) continue;
        const Value& known = impl->loaded(*record.state);
        const bool computed = std::any_of(record.value_params.begin(), record.value_params.end(),
                                          [&](const auto& p) { return p.first == columns[i]; });
        if (computed || !known.is_set() || known.is_none()) set_loaded(*record.state, *impl, primary_key[i]);
    }
}

// SQLAlchemy: _emit_insert_statements.
void emit_insert_statements(UOWTransaction& uow, sql::Table& table, std::vector<InsertRecord>& records) {
    auto groups = group_by(records, [](const InsertRecord& a, const InsertRecord& b) {
        return a.connection == b.connection && a.has_all_pks == b.has_all_pks &&
               a.has_all_defaults == b.has_all_defaults && a.value_params.empty() == b.value_params.empty() &&
               same_keys(a.params, b.params);
    });
    for (std::span<InsertRecord> group : groups) {
        InsertRecord& first = group.front();
        const bool has_value = !first.value_params.empty();
        Mapper& mapper = *first.mapper;
        const bool fetch_defaults = !first.has_all_defaults &&
                                    (mapper.options().eager_defaults || mapper.options().eager_defaults_auto);
        if (!fetch_defaults && first.has_all_pks && !has_value) {
            // Nothing is needed back: one statement for all rows.
            const Ref<sql::ClauseElement> statement =
                StatementCache::of(mapper).insert(table, ReturnDefaults::none);
            const SentStatement result = send(*first.connection, *statement, table, parameter_sets(group),
                                              &StatementCache::of(mapper));
            for (size_t i = 0; i < group.size(); ++i) {
                postfetch(*group[i].state, result, i, group[i].params, {}, false);
                synchronize_inherited_keys(*group[i].state, table, uow);
            }
            continue;
        }
        const bool many = !has_value && group.size() > 1;
        ReturnDefaults returned = ReturnDefaults::none;
        if (fetch_defaults)
            returned =
                many ? ReturnDefaults::primary_key_and_server_defaults : ReturnDefaults::server_defaults;
        else if (mapper.version_id_col())
            returned = ReturnDefaults::version;
        else if (many)
            returned = ReturnDefaults::primary_key;
        const Ref<sql::ClauseElement> statement = StatementCache::of(mapper).insert(table, returned);
        if (many) {
            const SentStatement result = send(*first.connection, *statement, table, parameter_sets(group),
                                              &StatementCache::of(mapper));
            const Mapper* of = nullptr;
            std::vector<sql::Column*> key_columns;
            for (size_t i = 0; i < group.size(); ++i) {
                if (!result.has_primary_key(i))
                    throw Error(
                        Exc::FlushError,
                        "Multi-row INSERT statement for " + mapper.text() +
                            " did not produce the correct number of INSERTed rows for RETURNING.  Ensure "
                            "there "
                            "are no triggers or special driver issues preventing INSERT from functioning "
                            "properly.");
                if (std::exchange(of, group[i].mapper) != group[i].mapper) key_columns = of->primary_key_of(table);
                populate_primary_key(group[i], key_columns, result.primary_key.row(i));
                postfetch(*group[i].state, result, i, group[i].params, {}, false);
                synchronize_inherited_keys(*group[i].state, table, uow);
            }
            continue;
        }
        for (InsertRecord& record : group) {
            const Ref<sql::ClauseElement> own =
                has_value ? with_values(*statement, record.value_params) : statement;
            const SentStatement result =
                send(*record.connection, *own, table, parameter_sets(std::span(&record, 1)),
                     has_value ? nullptr : &StatementCache::of(mapper));
            if (!result.has_primary_key(0))
                throw Error(Exc::FlushError,
                            "Single-row INSERT statement for " + mapper.text() +
                                " did not produce a new primary key result being invoked.  Ensure there are "
                                "no triggers "
                                "or special driver issues preventing INSERT from functioning properly.");
            populate_primary_key(record, record.mapper->primary_key_of(table), result.primary_key.row(0));
            postfetch(*record.state, result, 0, record.params, record.value_params, false);
            synchronize_inherited_keys(*record.state, table, uow);
        }
    }
}

// ---- UPDATE
// -----------------------------------------------------------------------------------------------------------------

struct UpdateRecord {
    InstanceState* state;
    Mapper* mapper;
    Connection* connection;
    Parameters params;          ///< new values by column
    NamedParameters key_params; ///< "task_id": which row
    ValueParameters value_params;
    bool has_all_pks;
    bool has_all_defaults = true; ///< nothing that the database computes is asked for
};

// SQLAlchemy: the part of _collect_update_commands that finds the row. False: no UPDATE is needed, a cascade
// of the database has done it.
bool collect_key_parameters(UpdateRecord& record, sql::Table& table, UOWTransaction& uow) {
    bool expect_pk_cascaded = false;
    for (sql::Column* column : record.mapper->primary_key_of(table)) {
        AttributeImpl& impl = *impl_of_column(*record.state, *column);
        const History history = impl.get_history(*record.state, Passive::off);
        Value value;
        if (!history.added.empty()) {
            if (history.deleted.empty() || uow.is_pk_cascaded(*record.state, *column)) {
                expect_pk_cascaded = true;
                value = history.added.front();
                std::erase_if(record.params, [&](const auto& p) { return p.first == column; });
            } else {
                value = history.deleted.front();
                if (std::any_of(record.value_params.begin(), record.value_params.end(),
                                [&](const auto& p) { return p.first == column; }))
                    record.has_all_pks = false;
            }
        } else if (!history.unchanged.empty()) {
            value = history.unchanged.front();
        }
        if (!value.is_set() || value.is_none())
            throw Error(Exc::FlushError, "Can't update table " + table.fullname() +
                                             " using NULL for primary key value on column " + column->text());
        record.key_params.emplace_back(key_label(*column), value);
    }
    if (record.params.empty() && record.value_params.empty()) {
        if (expect_pk_cascaded) synchronize_inherited_keys(*record.state, table, uow);
        return false;
    }
    return true;
}

// SQLAlchemy: _collect_update_commands.
std::vector<UpdateRecord> collect_update_commands(UOWTransaction& uow, sql::Table& table,
                                                  const std::vector<StateToSave>& states) {
    std::vector<UpdateRecord> records;
    for (const StateToSave& s : states) {
        const TablePlan* plan = TablePlan::of(*s.mapper, table);
        if (!plan) continue;
        Runtime& runtime = s.state->runtime();
        UpdateRecord record{s.state, s.mapper, s.connection, {}, {}, {}, true};
        if (!s.state->committed_state().empty()) {
            for (const PlannedColumn& c : plan->columns) {
                const LoaderResult* before = s.state->committed(*c.attribute);
                if (!before) continue;
                const Value& value = s.state->object().slot(size_t(c.attribute->slot()));
                if (!value.is_set()) continue;
                if (Ref<sql::ColumnElement> clause = sql_value(runtime, value))
                    record.value_params.emplace_back(c.column, std::move(clause));
                else if (!before->has_value() || !c.attribute->is_equal(runtime, value, before->value))
                    record.params.emplace_back(c.column, value);
            }
        }
        const sql::Column* version = s.mapper->version_id_col();
        if (version && version->schema_table() == &table && s.update_version_id.is_set()) {
            if (record.params.empty() && record.value_params.empty()) {
                // A change of another table of the hierarchy counts.
                const bool changed =
                    std::any_of(s.state->committed_state().begin(), s.state->committed_state().end(),
                                [&](const auto& c) { return !c.impl->uses_objects(); });
                if (!changed) continue;
            }
            record.key_params.emplace_back(key_label(*version), s.update_version_id);
            if (std::none_of(record.params.begin(), record.params.end(),
                             [&](const auto& p) { return p.first == version; }))
                record.params.emplace_back(const_cast<sql::Column*>(version),
                                           next_version(runtime, *s.mapper, s.update_version_id));
        } else if (record.params.empty() && record.value_params.empty()) {
            continue;
        }
        if (!collect_key_parameters(record, table, uow)) continue;
        if (s.mapper->base_mapper().options().eager_defaults)
            record.has_all_defaults = std::ranges::all_of(plan->columns, [&](const PlannedColumn& c) {
                return !has_server_onupdate(*c.column) ||
                       std::ranges::any_of(record.params, [&](const auto& p) { return p.first == c.column; });
            });
        records.push_back(std::move(record));
    }
    return records;
}

[[noreturn]] void raise_stale_update(const sql::Table& table, size_t expected, int64_t matched) {
    throw Error(Exc::StaleDataError, "UPDATE statement on table '" + table.name() + "' expected to update " +
                                         std::to_string(expected) + " row(s); " + std::to_string(matched) +
                                         " were matched.");
}

// SQLAlchemy: _emit_update_statements.
void emit_update_statements(UOWTransaction& uow, sql::Table& table, std::vector<UpdateRecord>& records) {
    auto groups = group_by(records, [](const UpdateRecord& a, const UpdateRecord& b) {
        return a.connection == b.connection && a.value_params.empty() == b.value_params.empty() &&
               a.has_all_defaults == b.has_all_defaults && a.has_all_pks == b.has_all_pks && same_keys(a.params, b.params);
    });
    for (std::span<UpdateRecord> group : groups) {
        UpdateRecord& first = group.front();
        Mapper& mapper = *first.mapper;
        const sql::Column* version = mapper.version_id_col();
        const bool needs_version = version && version->schema_table() == &table;
        const bool returns_defaults = !first.has_all_defaults;
        const bool one_by_one = !first.value_params.empty() || needs_version || !first.has_all_pks || returns_defaults;
        const Ref<sql::ClauseElement> statement =
            StatementCache::of(mapper).update(table, needs_version, first.has_all_pks, returns_defaults);
        int64_t rows = 0;
        if (one_by_one) {
            for (UpdateRecord& record : group) {
                const bool has_value = !record.value_params.empty();
                const Ref<sql::ClauseElement> own =
                    !has_value ? statement : with_values(*statement, record.value_params);
                const SentStatement result =
                    send(*record.connection, *own, table, parameter_sets(std::span(&record, 1)),
                         has_value ? nullptr : &StatementCache::of(mapper));
                postfetch(*record.state, result, 0, record.params, record.value_params, true);
                synchronize_inherited_keys(*record.state, table, uow);
                rows += result.rowcount;
            }
        } else {
            const SentStatement result = send(*first.connection, *statement, table, parameter_sets(group),
                                              &StatementCache::of(mapper));
            rows = result.rowcount;
            for (size_t i = 0; i < group.size(); ++i) {
                postfetch(*group[i].state, result, i, group[i].params, {}, true);
                synchronize_inherited_keys(*group[i].state, table, uow);
            }
        }
        if (rows != int64_t(group.size())) raise_stale_update(table, group.size(), rows);
    }
}

/// eager_defaults=True: what the statements did not bring is read at once. SQLAlchemy: toload_now.
void load_defaults(UOWTransaction& uow, const StateToSave& s) {
    std::vector<AttributeImpl*> missing;
    for (sql::Table* table : s.mapper->tables()) {
        const TablePlan* plan = TablePlan::of(*s.mapper, *table);
        for (const PlannedColumn& c : plan ? plan->columns : std::vector<PlannedColumn>())
            if ((c.server_default || has_server_onupdate(*c.column)) && !c.attribute->is_loaded(*s.state))
                missing.push_back(c.attribute);
    }
    if (missing.empty()) return;
    if (!s.state->key.is_set()) s.state->key = s.mapper->identity_key_from_state(*s.state);
    load_on_ident(uow.session(), *s.mapper, s.state->key,
                  {.refresh_state = s.state,
                   .only_load_props = std::move(missing),
                   .no_autoflush = true,
                   .cause = {execution::Cause::Kind::flush, {}}});
}

// SQLAlchemy: _finalize_insert_update_commands.
void finalize(UOWTransaction& uow, const std::vector<StateToSave>& states, bool updated) {
    for (const StateToSave& s : states) {
        const TablePlan& readonly = TablePlan::readonly_of(*s.mapper);
        std::vector<AttributeImpl*> expired;
        for (const PlannedColumn& c : readonly.columns) {
            if (s.state->committed(*c.attribute)) continue;
            const bool loaded = c.attribute->is_loaded(*s.state);
            if (c.expire_on_flush ? (!c.deferred || loaded) : (!c.deferred && !loaded))
                expired.push_back(c.attribute);
        }
        if (!expired.empty()) s.state->expire_attributes(expired);
        if (s.mapper->base_mapper().options().eager_defaults) load_defaults(uow, s);
        fire(updated && s.has_identity ? MapperEvent::after_update : MapperEvent::after_insert, s);
    }
}

} // namespace

void save_obj(Mapper& base, const std::vector<InstanceState*>& states, UOWTransaction& uow) {
    std::vector<StateToSave> inserts, updates;
    for (const StateWithConnection& s : connections_for_states(base, uow, states)) {
        StateToSave save = organize_for_save(s, uow);
        (save.has_identity || save.row_switch ? updates : inserts).push_back(std::move(save));
    }
    for (sql::Table* table : tables_of_hierarchy(base)) {
        std::vector<InsertRecord> insert = collect_insert_commands(*table, inserts);
        std::vector<UpdateRecord> update = collect_update_commands(uow, *table, updates);
        emit_update_statements(uow, *table, update);
        emit_insert_statements(uow, *table, insert);
    }
    finalize(uow, inserts, false);
    finalize(uow, updates, true);
}

// ---- post_update
// --------------------------------------------------------------------------------------------------------------

void post_update(Mapper& base, const std::vector<InstanceState*>& states, UOWTransaction& uow,
                 const std::vector<const sql::Column*>& columns) {
    if (states.empty()) return;
    const auto to_update = connections_for_states(base, uow, states);
    for (sql::Table* table : tables_of_hierarchy(base)) {
        std::vector<UpdateRecord> records;
        for (const StateWithConnection& s : to_update) {
            const TablePlan* plan = TablePlan::of(*s.mapper, *table);
            if (!plan) continue;
            UpdateRecord record{s.state, s.mapper, s.connection, {}, {}, {}, true};
            for (const PlannedColumn& c : plan->columns) {
                if (c.is_primary_key) {
                    const LoaderResult value = c.attribute->get(*s.state, Passive::off);
                    record.key_params.emplace_back(key_label(*c.column),
                                                   value.has_value() ? value.value : Value::none());
                } else if (std::find(columns.begin(), columns.end(), c.column) != columns.end() ||
                           c.column->schema().onupdate) {
                    const History history = c.attribute->get_history(*s.state, Passive::no_initialize);
                    if (!history.added.empty()) record.params.emplace_back(c.column, history.added.front());
                }
            }
            if (!record.params.empty()) records.push_back(std::move(record));
        }
        auto groups = group_by(records, [](const UpdateRecord& a, const UpdateRecord& b) {
            return a.connection == b.connection && same_keys(a.params, b.params);
        });
        for (std::span<UpdateRecord> group : groups) {
            const Ref<sql::ClauseElement> statement =
                StatementCache::of(*group.front().mapper).update(*table, false, true);
            const SentStatement result =
                send(*group.front().connection, *statement, *table, parameter_sets(group));
            for (size_t i = 0; i < group.size(); ++i)
                if (!uow.is_deleted(*group[i].state)) postfetch(*group[i].state, result, i, group[i].params, {}, true);
            if (result.rowcount != int64_t(group.size()))
                raise_stale_update(*table, group.size(), result.rowcount);
        }
    }
}

// ---- DELETE
// -------------------------------------------------------------------------------------------------------------------

void delete_obj(Mapper& base, const std::vector<InstanceState*>& states, UOWTransaction& uow) {
    if (states.empty()) return;
    const auto to_delete = connections_for_states(base, uow, states);
    std::vector<Value> versions;
    for (const StateWithConnection& s : to_delete) {
        fire(MapperEvent::before_delete, s);
        const sql::Column* version = s.mapper->version_id_col();
        const LoaderResult value =
            version ? s.mapper->get_committed_state_attr_by_column(*s.state, *version) : LoaderResult();
        versions.push_back(value.has_value() ? value.value : Value());
    }
    std::vector<sql::Table*> tables = tables_of_hierarchy(base);
    std::reverse(tables.begin(), tables.end());
    for (sql::Table* table : tables) {
        std::vector<KeyRecord> records;
        Connection* connection = nullptr;
        const sql::Column* version = base.version_id_col();
        const bool needs_version = version && version->schema_table() == table;
        for (size_t i = 0; i < to_delete.size(); ++i) {
            const StateWithConnection& s = to_delete[i];
            if (!TablePlan::of(*s.mapper, *table)) continue;
            connection = s.connection;
            KeyRecord record;
            for (sql::Column* column : s.mapper->primary_key_of(*table)) {
                const LoaderResult value = s.mapper->get_committed_state_attr_by_column(*s.state, *column);
                if (!value.has_value() || value.value.is_none())
                    throw Error(Exc::FlushError, "Can't delete from table " + table->fullname() +
                                                     " using NULL for primary key value on column " +
                                                     column->text());
                record.key_params.emplace_back(*column->key(), value.value);
            }
            if (needs_version) record.key_params.emplace_back(*version->key(), versions[i]);
            records.push_back(std::move(record));
        }
        if (records.empty()) continue;
        const Ref<sql::ClauseElement> statement = StatementCache::of(base).delete_(*table, needs_version);
        const int64_t matched = send(*connection, *statement, *table, parameter_sets(std::span(records))).rowcount;
        const bool confirm = base.options().confirm_deleted_rows && !base.inherits();
        if (!confirm || matched < 0 || matched == int64_t(records.size())) continue;
        const std::string message = "DELETE statement on table '" + table->name() + "' expected to delete " +
                                    std::to_string(records.size()) + " row(s); " + std::to_string(matched) +
                                    " were matched.  Please set confirm_deleted_rows=False within the mapper "
                                    "configuration to prevent this warning.";
        if (needs_version) throw Error(Exc::StaleDataError, message);
        sa_warn(uow.runtime(), message);
    }
    for (const StateWithConnection& s : to_delete)
        fire(MapperEvent::after_delete, s);
}

// ---- association tables
// -----------------------------------------------------------------------------------------------------------

AssociationTable::AssociationTable(UOWTransaction& uow, sql::Table& table, Mapper& mapper)
    : m_uow(uow), m_table(table),
      m_connection(uow.transaction->connection_for_bind(uow.session().get_bind(&mapper))) {}

void AssociationTable::check(const char* verb, const char* what, size_t expected, int64_t matched) const {
    if (matched == int64_t(expected)) return;
    throw Error(Exc::StaleDataError, std::string(verb) + " statement on table '" + m_table.name() +
                                         "' expected to " + what + " " + std::to_string(expected) +
                                         " row(s); Only " + std::to_string(matched) + " were matched.");
}

void AssociationTable::delete_rows(const std::vector<sync::Row>& rows) {
    std::vector<KeyRecord> records;
    for (const sync::Row& row : rows) {
        KeyRecord record;
        for (const auto& [column, value] : row)
            record.key_params.emplace_back(*column->key(), value);
        records.push_back(std::move(record));
    }
    const Ref<sql::ClauseElement> statement = delete_by_columns(m_uow.runtime(), m_table, rows.front());
    check("DELETE", "delete", rows.size(),
          send(m_connection, *statement, m_table, parameter_sets(std::span(records))).rowcount);
}

void AssociationTable::update_rows(const std::vector<sync::Row>& rows,
                                   const std::vector<sync::Row>& old_rows) {
    struct Record {
        Parameters params;
        NamedParameters key_params;
    };
    std::vector<Record> records(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
        for (const auto& [column, value] : rows[i])
            records[i].params.emplace_back(const_cast<sql::Column*>(column), value);
        for (const auto& [column, value] : old_rows[i])
            records[i].key_params.emplace_back("old_" + *column->key(), value);
    }
    const Ref<sql::ClauseElement> statement = update_by_columns(m_uow.runtime(), m_table, rows.front());
    check("UPDATE", "update", rows.size(),
          send(m_connection, *statement, m_table, parameter_sets(std::span(records))).rowcount);
}

void AssociationTable::insert_rows(const std::vector<sync::Row>& rows) {
    struct Record {
        Parameters params;
    };
    std::vector<Record> records(rows.size());
    for (size_t i = 0; i < rows.size(); ++i)
        for (const auto& [column, value] : rows[i])
            records[i].params.emplace_back(const_cast<sql::Column*>(column), value);
    const Ref<sql::Insert> statement = make_ref<sql::Insert>(m_table);
    send(m_connection, *statement, m_table, parameter_sets(std::span(records)));
}

} // namespace relata::orm::persistence
