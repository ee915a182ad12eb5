#include "orm/bulk_persistence.h"

#include "orm/instance_state.h"
#include "orm/mapper.h"
#include "orm/persistence_plan.h"
#include "support/dict.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::orm {

namespace {

using namespace persistence;

struct Record {
    Ref<Dict> mapping;
    Parameters params;
    NamedParameters key_params;
    bool has_all_pks = true, has_all_defaults = true;
};

Value find(const Dict& mapping, const std::string& key, Runtime& runtime) {
    const Value* value = mapping.find(runtime, Value(runtime.make_str(key)));
    return value ? *value : Value();
}

/// A mapping's values for the columns of a table. SQLAlchemy: the `bulk` parts of _collect_insert_commands.
Record insert_record(Mapper& mapper, const TablePlan& plan, const Ref<Dict>& mapping, bool render_nulls) {
    Runtime& runtime = mapper.runtime();
    Record record;
    record.mapping = mapping;
    for (const PlannedColumn& c : plan.columns) {
        const Value value = find(*mapping, c.attribute->key(), runtime);
        if (value.is_set() && (!value.is_none() || c.evaluates_none || render_nulls))
            record.params.emplace_back(c.column, value);
        else if (c.is_primary_key)
            record.has_all_pks = false;
        else if (c.server_default)
            record.has_all_defaults = false;
    }
    if (sql::ColumnElement* discriminator = mapper.polymorphic_on(); discriminator && mapper.polymorphic_identity().is_set())
        for (const PlannedColumn& c : plan.columns)
            if (c.column->identity() == discriminator->identity() &&
                std::none_of(record.params.begin(), record.params.end(), [&](const auto& p) { return p.first == c.column; }))
                record.params.emplace_back(c.column, mapper.polymorphic_identity());
    if (sql::Column* version = mapper.version_id_col())
        for (const PlannedColumn& c : plan.columns)
            if (c.column == version) {
                std::erase_if(record.params, [&](const auto& p) { return p.first == version; });
                record.params.emplace_back(version, next_version(runtime, mapper, Value::none()));
            }
    return record;
}

/// Keys of the row that was written, for the dict and for the tables below. SQLAlchemy: _postfetch_bulk_save.
void keep_key(Mapper& mapper, sql::Table& table, Record& record, std::span<const Value> key) {
    Runtime& runtime = mapper.runtime();
    const auto put = [&](const sql::ColumnElement& column, const Value& value) {
        const ColumnProperty* property = mapper.find_property_by_column(column);
        if (!property) return;
        const Value known = find(*record.mapping, property->key(), runtime);
        if (!known.is_set() || known.is_none()) record.mapping->set(*runtime.make_str(property->key()), value);
    };
    const auto columns = mapper.primary_key_of(table);
    for (size_t i = 0; i < columns.size() && i < key.size(); ++i) {
        put(*columns[i], key[i]);
        for (const auto& [child, pairs] : equated_pairs(mapper, table))
            for (const auto& [source, target] : pairs)
                if (source == columns[i]) put(*target, key[i]);
    }
}

} // namespace

void bulk_insert(Session& session, Mapper& mapper, const std::vector<Ref<Dict>>& mappings, const BulkInsert& how) {
    execution::Connection& connection = session.connection(&mapper.base_mapper());
    std::vector<sql::Table*> tables;
    for (sql::Table* table : tables_of_hierarchy(mapper.base_mapper()))
        if (TablePlan::of(mapper, *table)) tables.push_back(table);
    const bool bookkeeping = how.return_defaults || tables.size() > 1;
    for (sql::Table* table : tables) {
        const TablePlan& plan = *TablePlan::of(mapper, *table);
        std::vector<Record> records;
        for (const Ref<Dict>& mapping : mappings) {
            records.push_back(insert_record(mapper, plan, mapping, how.render_nulls));
            if (!bookkeeping) records.back().has_all_pks = records.back().has_all_defaults = true;
        }
        for (const std::span<Record> group : group_by(records, [](const Record& a, const Record& b) {
                 return a.has_all_pks == b.has_all_pks && a.has_all_defaults == b.has_all_defaults && same_keys(a.params, b.params);
             })) {
            Record& first = group.front();
            const bool fetches_defaults =
                bookkeeping && !first.has_all_defaults && (mapper.options().eager_defaults || mapper.options().eager_defaults_auto);
            ReturnDefaults returned = fetches_defaults ? ReturnDefaults::server_defaults : ReturnDefaults::none;
            if (group.size() > 1 && !(first.has_all_pks && !fetches_defaults))
                returned = fetches_defaults ? ReturnDefaults::primary_key_and_server_defaults : ReturnDefaults::primary_key;
            StatementCache& cache = StatementCache::of(mapper);
            const Ref<sql::ClauseElement> statement = cache.insert(*table, returned);
            if (first.has_all_pks && !fetches_defaults) {
                send(connection, *statement, *table, parameter_sets(group), &cache);
                continue;
            }
            const bool at_once = group.size() > 1;
            for (size_t i = 0; i < group.size(); i = at_once ? group.size() : i + 1) {
                const std::span<Record> some = at_once ? group : group.subspan(i, 1);
                const SentStatement result = send(connection, *statement, *table, parameter_sets(some), &cache);
                for (size_t row = 0; row < some.size(); ++row) keep_key(mapper, *table, some[row], result.primary_key.row(row));
            }
        }
    }
}

namespace {

/// What an object holds, by attribute. SQLAlchemy: InstanceState.dict.
Ref<Dict> dict_of(InstanceState& state, bool changed_only) {
    Runtime& runtime = state.runtime();
    const Ref<Dict> dict = runtime.make_dict();
    for (ColumnProperty* property : state.mapper().column_attrs()) {
        AttributeImpl* impl = state.mapper().attributes()[size_t(property->index())];
        if (!impl) continue;
        const auto& keys = state.mapper().primary_key_properties();
        const bool is_key = std::find(keys.begin(), keys.end(), property) != keys.end();
        if (changed_only && !is_key && !state.committed(*impl)) continue;
        const Value& value = state.object().slot(size_t(impl->slot()));
        if (value.is_set()) dict->set(*runtime.make_str(impl->key()), value);
    }
    return dict;
}

} // namespace

std::vector<Ref<Dict>> dicts_of(Runtime& runtime, const Value& mappings) {
    std::vector<Ref<Dict>> result;
    const auto add = [&](const Value& mapping) {
        const Dict* given = mapping.as<Dict>();
        if (!given) throw Error(Exc::ArgumentError, "List argument must consist only of dictionaries");
        const Ref<Dict> copy = runtime.make_dict();
        given->for_each([&](const Value& key, const Value& value) {
            if (key.as<Str>()) copy->set(key.get<Str>(), value);
        });
        result.push_back(copy);
    };
    if (mappings.as<Dict>())
        add(mappings);
    else
        for (const Value& mapping : to_vector(runtime, mappings)) add(mapping);
    return result;
}

std::vector<Ref<List>> bulk_insert_groups(Mapper& mapper, sql::Table& table, const std::vector<Ref<Dict>>& mappings,
                                          bool render_nulls, const std::vector<std::string>& extra_keys) {
    Runtime& runtime = mapper.runtime();
    const TablePlan& plan = *TablePlan::of(mapper, table);
    std::vector<Record> records;
    for (const Ref<Dict>& mapping : mappings) records.push_back(insert_record(mapper, plan, mapping, render_nulls));
    std::vector<Ref<List>> groups;
    for (const std::span<Record> group :
         group_by(records, [](const Record& a, const Record& b) { return same_keys(a.params, b.params); })) {
        const Ref<List> sets = runtime.make_list();
        for (const Record& record : group) {
            const Ref<Dict> set = runtime.make_dict();
            for (const auto& [column, value] : record.params) set->set(*runtime.make_str(*column->key()), value);
            for (const std::string& key : extra_keys)
                if (const Value value = find(*record.mapping, key, runtime); value.is_set()) set->set(*runtime.make_str(key), value);
            sets->append(set);
        }
        groups.push_back(sets);
    }
    return groups;
}

void bulk_update(Session& session, Mapper& mapper, const std::vector<Ref<Dict>>& mappings, bool check,
                 const std::vector<Ref<sql::ColumnElement>>& returning) {
    Runtime& runtime = session.runtime();
    execution::Connection& connection = session.connection(&mapper.base_mapper());
    for (sql::Table* table : tables_of_hierarchy(mapper.base_mapper())) {
        const TablePlan* plan = TablePlan::of(mapper, *table);
        if (!plan) continue;
        std::vector<Record> records;
        for (const Ref<Dict>& mapping : mappings) {
            Record record;
            std::string missing;
            for (const PlannedColumn& c : plan->columns) {
                const Value value = find(*mapping, c.attribute->key(), runtime);
                if (c.is_primary_key) {
                    if (!value.is_set() || value.is_none()) missing += (missing.empty() ? "" : ", ") + c.column->text();
                    record.key_params.emplace_back(key_label(*c.column), value);
                } else if (value.is_set()) {
                    record.params.emplace_back(c.column, value);
                }
            }
            if (record.params.empty() && check) continue;
            if (!missing.empty())
                throw Error(Exc::InvalidRequestError,
                            "No primary key value supplied for column(s) " + missing +
                                "; per-row ORM Bulk UPDATE by Primary Key requires that records contain primary key values "
                                "(Background on this error at: https://sqlalche.me/e/20/bupq)");
            if (!record.params.empty()) records.push_back(std::move(record));
        }
        for (const std::span<Record> group :
             group_by(records, [](const Record& a, const Record& b) { return same_keys(a.params, b.params); })) {
            StatementCache& cache = StatementCache::of(mapper);
            Ref<sql::ClauseElement> statement = cache.update(*table, false, true);
            if (!returning.empty()) {
                // The driver counts no rows of a statement that returns some: the check below never holds.
                const Ref<sql::Update> update = static_cast<sql::Update&>(*statement).copy();
                update->returning.assign(returning.begin(), returning.end());
                statement = update;
            }
            SentStatement result =
                send(connection, *statement, *table, parameter_sets(group), returning.empty() ? &cache : nullptr);
            if (!returning.empty()) result.rowcount = 0;
            if (check && result.rowcount != int64_t(group.size()))
                throw Error(Exc::StaleDataError, "UPDATE statement on table '" + table->name() + "' expected to update " +
                                                     std::to_string(group.size()) + " row(s); " +
                                                     std::to_string(result.rowcount) + " were matched.");
        }
    }
}

void bulk_insert_mappings(Session& session, Mapper& mapper, const std::vector<Value>& mappings, const BulkInsert& how) {
    Runtime& runtime = session.runtime();
    session.in_flush([&](SessionTransaction&) {
        std::vector<Ref<Dict>> dicts;
        for (const Value& mapping : mappings) {
            // The program's own dicts, where it wants the new keys.
            if (Dict* own = how.return_defaults ? mapping.as<Dict>() : nullptr) dicts.emplace_back(own);
            else dicts.push_back(dicts_of(runtime, runtime.make_list({mapping})).front());
        }
        bulk_insert(session, mapper, dicts, how);
    });
}

void bulk_update_mappings(Session& session, Mapper& mapper, const std::vector<Value>& mappings) {
    session.in_flush([&](SessionTransaction&) {
        bulk_update(session, mapper, dicts_of(session.runtime(), session.runtime().make_list(mappings)), true);
    });
}

void bulk_save_objects(Session& session, const std::vector<Value>& objects, const BulkSave& how) {
    Runtime& runtime = session.runtime();
    std::vector<InstanceState*> states;
    for (const Value& object : objects) states.push_back(&instance_state(runtime, object));
    if (!how.preserve_order)
        std::stable_sort(states.begin(), states.end(), [](const InstanceState* a, const InstanceState* b) {
            return std::pair(&a->mapper(), a->key.is_set()) < std::pair(&b->mapper(), b->key.is_set());
        });
    for (size_t from = 0; from < states.size();) {
        Mapper& mapper = states[from]->mapper();
        const bool is_update = states[from]->key.is_set();
        size_t to = from;
        while (to < states.size() && &states[to]->mapper() == &mapper && states[to]->key.is_set() == is_update) ++to;
        session.in_flush([&](SessionTransaction&) {
            std::vector<Ref<Dict>> dicts;
            for (size_t i = from; i < to; ++i) dicts.push_back(dict_of(*states[i], is_update && how.update_changed_only));
            if (is_update) return bulk_update(session, mapper, dicts, true);
            bulk_insert(session, mapper, dicts, {.return_defaults = how.return_defaults});
            if (!how.return_defaults) return;
            for (size_t i = from; i < to; ++i) {
                std::vector<Value> key;
                for (const ColumnProperty* property : mapper.primary_key_properties()) {
                    const Value value = find(*dicts[i - from], property->key(), runtime);
                    AttributeImpl* impl = mapper.attributes()[size_t(property->index())];
                    states[i]->object().set_slot(size_t(impl->slot()), value);
                    key.push_back(value);
                }
                states[i]->key = mapper.identity_key(key);
            }
        });
        from = to;
    }
}

} // namespace relata::orm
