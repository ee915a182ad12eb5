// UPDATE, DELETE and INSERT over entities, and the objects that they make stale. SQLAlchemy: orm/bulk_persistence.py
// BulkUDCompileState, BulkORMUpdate, BulkORMDelete.
#include "orm/bulk_dml.h"

#include "execution/connection.h"
#include "orm/attributes.h"
#include "orm/evaluator.h"
#include "sql/visitors.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::orm {

namespace {

Mapper& subject_of(const sql::UpdateBase& statement) { return mapper_of(*statement.propagate.plugin_subject); }

Ref<sql::FromClause> table_of(sql::UpdateBase& statement) { return Ref<sql::FromClause>(*subject_of(statement).local_table()); }

std::vector<Ref<sql::ColumnElement>>* where_of(sql::UpdateBase& statement) {
    if (statement.kind() == sql::Kind::update) return &static_cast<sql::Update&>(statement).where_criteria;
    if (statement.kind() == sql::Kind::delete_) return &static_cast<sql::Delete&>(statement).where_criteria;
    return nullptr;
}

/// Attribute names become columns. SQLAlchemy: BulkUDCompileState._get_orm_crud_kv_pairs.
void resolve_values(Mapper& mapper, std::vector<sql::ColumnValue>& values) {
    for (sql::ColumnValue& value : values) {
        if (value.column) {
            value.column = Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(sql::deannotate(*value.column).get()));
            continue;
        }
        MapperProperty* property = mapper.find_property(value.key);
        if (property && property->is_column()) value.column = Ref<sql::ColumnElement>(property->as_column()->column());
    }
}

Ref<sql::UpdateBase> core_statement(sql::UpdateBase& statement) {
    Ref<sql::UpdateBase> core(static_cast<sql::UpdateBase*>(statement.clone().get()));
    Mapper& mapper = subject_of(statement);
    mapper.check_configure();
    core->propagate = {};
    core->options.clear();
    core->table = table_of(statement);
    if (auto* where = where_of(*core)) {
        if (Ref<sql::ColumnElement> single = mapper.single_table_criterion()) where->push_back(single);
        for (const auto& option : statement.options)
            if (auto* criteria = dynamic_cast<LoaderCriteriaOption*>(option.get()); criteria && criteria->applies_to(mapper))
                where->push_back(criteria->criterion(mapper));
    }
    if (statement.kind() != sql::Kind::delete_) {
        auto& values = static_cast<sql::ValuesBase&>(*core);
        resolve_values(mapper, values.values);
        resolve_values(mapper, values.ordered_values);
        for (auto& row : values.multi_values) resolve_values(mapper, row);
    }
    return core;
}

/// Objects of the session that the statement's criteria match. SQLAlchemy: _do_pre_synchronize_evaluate.
std::vector<Ref<Instance>> matched_objects(Session& session, Mapper& mapper, const std::vector<Ref<sql::ColumnElement>>& where,
                                           const Evaluator& evaluator) {
    std::vector<Ref<Instance>> matched;
    for (const Ref<Instance>& object : session.identity_map().objects()) {
        auto& state = static_cast<InstanceState&>(*object->extension());
        if (!state.mapper().isa(mapper) || state.deleted) continue;
        bool all = true;
        for (const auto& criterion : where) {
            if (!all) break;
            const Evaluator::Result result = evaluator.evaluate(*criterion, state);
            // What has expired may match: such objects are expired again and nothing is lost.
            if (result.expired) break;
            all = result.value.is_set() && !result.value.is_none() && truth(session.runtime(), result.value);
        }
        if (all) matched.push_back(object);
    }
    return matched;
}

void synchronize_update(Session& session, Mapper& mapper, const std::vector<sql::ColumnValue>& values,
                        const std::vector<Ref<Instance>>& objects, const Evaluator& evaluator) {
    (void)session;
    for (const Ref<Instance>& object : objects) {
        auto& state = static_cast<InstanceState&>(*object->extension());
        std::vector<std::pair<AttributeImpl*, Evaluator::Result>> results;
        for (const sql::ColumnValue& value : values) {
            if (!value.column) continue;
            ColumnProperty* property = mapper.find_property_by_column(*value.column);
            AttributeImpl* impl = property ? state.mapper().attributes()[size_t(property->index())] : nullptr;
            if (!impl) continue;
            Evaluator::Result result;
            if (!value.clause)
                result.value = value.value;
            else if (value.clause->is_column_element() &&
                     evaluator.can_evaluate(static_cast<sql::ColumnElement&>(*value.clause)))
                result = evaluator.evaluate(static_cast<sql::ColumnElement&>(*value.clause), state);
            else
                result.expired = true;
            results.emplace_back(impl, result);
        }
        std::vector<AttributeImpl*> expired;
        std::vector<const AttributeImpl*> committed;
        for (auto& [impl, result] : results) {
            if (result.expired || !result.value.is_set()) {
                expired.push_back(impl);
            } else if (impl->is_loaded(state)) {
                state.object().set_slot(size_t(impl->slot()), result.value);
                committed.push_back(impl);
            }
        }
        state.commit(committed);
        if (!expired.empty()) state.expire_attributes(expired);
    }
}

} // namespace

Ref<sql::CompileState> bulk_dml_compile_state(Runtime&, sql::ClauseElement& statement) {
    Ref<sql::CompileState> state = make_ref<sql::CompileState>();
    state->statement = core_statement(static_cast<sql::UpdateBase&>(statement));
    return state;
}

Value execute_bulk_dml(Session& session, sql::UpdateBase& statement, const ExecuteOptions& given,
                       const execution::ExecutionOptions& options) {
    Runtime& runtime = session.runtime();
    Mapper& mapper = subject_of(statement);
    const Ref<sql::UpdateBase> core = core_statement(statement);
    const Value target = given.bind.is_set() && !given.bind.is_none() ? given.bind : session.get_bind(&mapper, nullptr, true);
    execution::Connection& connection = session.connection_for_bind(target, options);
    if (statement.kind() == sql::Kind::insert || !statement.returning.empty())
        return connection.execute(*core, given.params, options, given.cause);

    std::string synchronize = statement.synchronize_session;
    if (const Value option = options.find("synchronize_session"); option.is_set())
        synchronize = option.is_false() ? "False" : option.is_none() ? "auto" : str_text(runtime, option);
    if (synchronize.empty()) synchronize = "auto";
    if (synchronize != "auto" && synchronize != "evaluate" && synchronize != "fetch" && synchronize != "False")
        throw Error(Exc::ArgumentError,
                    "Valid strategies for session synchronization are 'auto', 'evaluate', 'fetch', False");
    const std::vector<Ref<sql::ColumnElement>> where = *where_of(*core);
    const Evaluator evaluator(runtime, mapper);
    bool evaluates = synchronize == "auto" || synchronize == "evaluate";
    if (evaluates)
        for (const auto& criterion : where)
            if (!evaluator.can_evaluate(*criterion)) {
                if (synchronize == "evaluate")
                    throw Error(Exc::InvalidRequestError, "Could not evaluate current criteria in Python: \"" +
                                                              evaluator.reason() +
                                                              "\". Specify 'fetch' or False for the synchronize_session "
                                                              "execution option.");
                evaluates = false;
                break;
            }
    std::vector<Ref<Instance>> objects;
    Ref<execution::Result> result;
    if (evaluates) {
        objects = matched_objects(session, mapper, where, evaluator);
        result = connection.execute(*core, given.params, options, given.cause);
    } else if (synchronize == "False") {
        result = connection.execute(*core, given.params, options, given.cause);
    } else {
        // "fetch": RETURNING tells which rows were meant.
        Ref<sql::UpdateBase> returning(static_cast<sql::UpdateBase*>(core->clone().get()));
        for (sql::ColumnElement* column : mapper.primary_key()) returning->returning.emplace_back(column);
        result = connection.execute(*returning, given.params, options, given.cause);
        const Value rows = result->all();
        for_each(runtime, rows, [&](Value row) {
            const std::vector<Value> key = to_vector(runtime, row);
            if (InstanceState* state = session.identity_map().get(mapper.identity_key(key))) objects.emplace_back(state->object());
        });
    }
    if (statement.kind() == sql::Kind::update) {
        auto& update = static_cast<sql::Update&>(*core);
        synchronize_update(session, mapper, update.ordered_values.empty() ? update.values : update.ordered_values, objects,
                           evaluator);
    } else {
        std::vector<InstanceState*> states;
        for (const Ref<Instance>& object : objects) {
            auto& state = static_cast<InstanceState&>(*object->extension());
            if (!state.is_expired(*state.mapper().attributes()[size_t(mapper.primary_key_properties()[0]->index())]))
                states.push_back(&state);
        }
        if (!states.empty()) session.remove_newly_deleted(states);
    }
    return result;
}

} // namespace relata::orm
