// Loading by identity: the identity map first, then SELECT by primary key; and the refresh of what expired.
// SQLAlchemy: orm/loading.py get_from_identity, load_on_ident, load_scalar_attributes.
#include "orm/registry.h"
#include "orm/context.h"
#include "orm/loading.h"
#include "orm/mapper.h"
#include "orm/session.h"
#include "sql/visitors.h"

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

namespace {

/// SQLAlchemy: Mapper._optimized_get_statement: attributes of subclass tables alone need not the tables above, whose keys
/// the object has. Null where the base's table is wanted or a key is missing.
Ref<sql::Select> optimized_get(Mapper& mapper, InstanceState& state, const std::vector<const ColumnProperty*>& wanted) {
    std::vector<const sql::FromClause*> tables;
    const auto has_table = [&](const sql::FromClause* t) { return std::ranges::find(tables, t) != tables.end(); };
    for (const ColumnProperty* property : wanted) {
        const sql::FromClause* table = property->column().table();
        if (!table || table == mapper.base_mapper().local_table()) return {};
        if (!has_table(table)) tables.push_back(table);
    }
    std::vector<Ref<sql::ColumnElement>> conditions;
    const std::vector<Mapper*> up = mapper.iterate_to_root();
    for (size_t i = up.size(); i-- > 0;) {
        if (conditions.empty() && !has_table(up[i]->local_table())) continue;
        if (up[i]->single()) continue;
        if (!has_table(up[i]->local_table())) tables.push_back(up[i]->local_table());
        if (!up[i]->inherit_condition()) return {};
        conditions.emplace_back(*up[i]->inherit_condition());
    }
    if (conditions.empty()) return {};
    bool is_available = true;
    const auto known = [&](sql::ClauseElement& element) -> Ref<sql::ClauseElement> {
        if (element.kind() != sql::Kind::column) return {};
        auto& column = static_cast<sql::ColumnElement&>(element);
        if (has_table(column.table())) return {};
        const LoaderResult value = mapper.get_committed_state_attr_by_column(state, column, Passive::no_initialize);
        is_available = is_available && value.has_value() && !value.value.is_none();
        sql::BindParameter::Options bind;
        bind.key = "param";
        bind.unique = true;
        bind.type = column.type;
        bind.type_given = true;
        bind.value = value.has_value() ? value.value : Value::none();
        return make_ref<sql::BindParameter>(mapper.runtime(), std::move(bind));
    };
    conditions[0] = Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(sql::replacement_traverse(*conditions[0], known).get()));
    if (!is_available) return {};
    auto select = make_ref<sql::Select>();
    for (const ColumnProperty* property : wanted)
        for (const auto& column : property->columns()) select->raw_columns.push_back(column);
    // A statement of the ORM, though it names no entity.
    select->propagate.plugin = &orm_plugin(mapper.runtime());
    select->propagate.plugin_subject = &mapper;
    select->where_criteria = std::move(conditions);
    select->label_style = sql::LabelStyle::tablename_plus_col;
    return select;
}

/// Loads what optimized_get() can; false where it cannot.
bool load_from_own_tables(Session& session, Mapper& mapper, InstanceState& state, const LoadOnIdent& how, bool has_key) {
    std::vector<const ColumnProperty*> wanted;
    std::vector<const AttributeImpl*> loaded;
    for (AttributeImpl* attribute : how.only_load_props)
        if (const ColumnProperty* property = attribute->property().as_column()) {
            wanted.push_back(property);
            loaded.push_back(attribute);
        }
    if (wanted.empty() || wanted.size() != how.only_load_props.size()) return false;
    const Ref<sql::Select> select = optimized_get(mapper, state, wanted);
    if (!select) return false;
    LoaderExecution execution;
    execution.cause = how.cause;
    execution.bind_mapper = &mapper;
    execution.autoflush = !how.no_autoflush;
    const std::vector<Value> row = load_rows(session, select, execution);
    if (row.empty()) {
        if (!has_key) return true;
        throw Error(Exc::ObjectDeletedError, "Instance '" + state.text() +
                                                 "' has been deleted, or its row is otherwise not present.");
    }
    size_t at = 0;
    for (size_t i = 0; i < wanted.size(); at += wanted[i++]->columns().size()) {
        state.object().set_slot(size_t(loaded[i]->slot()), row[at]);
        state.expired_attributes.remove(loaded[i]->index());
    }
    state.commit(loaded);
    return true;
}

} // namespace

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
    if (mapper.inherits() && load_from_own_tables(*session, mapper, state, load, has_key)) return;
    const Value loaded = load_on_ident(*session, mapper, key, load);
    if (has_key && !loaded.is_set())
        throw Error(Exc::ObjectDeletedError, "Instance '" + state.text() +
                                                 "' has been deleted, or its row is otherwise not present.");
}

} // namespace relata::orm
