// UPDATE, DELETE and INSERT over entities, and the objects that they make stale. SQLAlchemy: orm/bulk_persistence.py
// BulkUDCompileState, BulkORMUpdate, BulkORMDelete.
#include "orm/bulk_dml.h"

#include "execution/connection.h"
#include "orm/attributes.h"
#include "orm/bulk_persistence.h"
#include "orm/dml_returning.h"
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

/// What decides in memory whether an object is meant; null: all are. SQLAlchemy: _eval_condition_from_statement.
Ref<sql::ColumnElement> eval_condition(sql::UpdateBase& statement, Mapper& mapper) {
    std::vector<Ref<sql::ColumnElement>> criteria = *where_of(statement);
    for (const auto& option : statement.options)
        if (auto* given = dynamic_cast<LoaderCriteriaOption*>(option.get()); given && given->applies_to(mapper))
            criteria.push_back(given->criterion(mapper));
    if (criteria.empty()) return {};
    return criteria.size() == 1 ? criteria[0] : sql::and_(std::move(criteria));
}

/// An object that the statement means, as far as memory knows.
struct MatchedObject {
    Ref<Instance> object;
    bool partially_expired = false; ///< what would tell is not loaded
    InstanceState& state() const { return static_cast<InstanceState&>(*object->extension()); }
};

/// SQLAlchemy: _get_matched_objects_on_criteria.
std::vector<MatchedObject> matched_objects(Session& session, Mapper& mapper, sql::ColumnElement* condition,
                                           const Evaluator& evaluator) {
    std::vector<MatchedObject> matched;
    for (const Ref<Instance>& object : session.identity_map().objects()) {
        auto& state = static_cast<InstanceState&>(*object->extension());
        if (!state.mapper().isa(mapper) || state.deleted || state.expired) continue;
        const Evaluator::Result result = condition ? evaluator.evaluate(*condition, state) : Evaluator::Result{Value::boolean(true)};
        if (result.expired || (result.value.is_set() && result.value.is_true())) matched.push_back({object, result.expired});
    }
    return matched;
}

/// SQLAlchemy: _apply_update_set_values_to_objects.
void synchronize_update(Session& session, Mapper& mapper, const std::vector<sql::ColumnValue>& values,
                        const std::vector<MatchedObject>& objects, const Evaluator& evaluator,
                        const execution::CursorResult& result) {
    if (objects.empty()) return;
    Runtime& runtime = session.runtime();
    const auto impl_of = [&](InstanceState& state, const sql::ColumnElement& column) -> AttributeImpl* {
        ColumnProperty* property = mapper.find_property_by_column(column);
        return property ? state.mapper().attributes()[size_t(property->index())] : nullptr;
    };
    const auto is_evaluated = [&](const sql::ColumnValue& value) {
        return !value.clause || (value.clause->is_column_element() &&
                                 evaluator.can_evaluate(static_cast<sql::ColumnElement&>(*value.clause)));
    };
    std::vector<const sql::ColumnValue*> evaluated, others;
    for (const sql::ColumnValue& value : values)
        if (value.column) (is_evaluated(value) ? evaluated : others).push_back(&value);
    std::vector<InstanceState*> states;
    for (const MatchedObject& matched : objects) {
        InstanceState& state = matched.state();
        std::vector<AttributeImpl*> expired;
        std::vector<const AttributeImpl*> committed;
        for (const auto& [column, value] : result.prefetched)
            if (AttributeImpl* impl = impl_of(state, *column)) state.object().set_slot(size_t(impl->slot()), value);
        for (const sql::Column* column : result.postfetched) {
            const bool known = std::ranges::any_of(evaluated, [&](const auto* v) { return v->column->same_as(*column); });
            if (AttributeImpl* impl = known ? nullptr : impl_of(state, *column)) expired.push_back(impl);
        }
        if (!expired.empty()) state.expire_attributes(expired);
        expired.clear();
        std::vector<Value> names;
        for (const sql::ColumnValue* value : evaluated) {
            AttributeImpl* impl = impl_of(state, *value->column);
            if (!impl) continue;
            if (state.committed(*impl)) { // a change that was not flushed
                if (impl->is_loaded(state)) expired.push_back(impl);
                continue;
            }
            names.emplace_back(impl->name());
            committed.push_back(impl);
            if (!impl->is_loaded(state)) continue;
            Evaluator::Result now;
            if (value->clause)
                now = evaluator.evaluate(static_cast<sql::ColumnElement&>(*value->clause), state);
            else
                now.value = value->value;
            if (!now.expired && now.value.is_set())
                state.object().set_slot(size_t(impl->slot()), now.value);
            else
                expired.push_back(impl);
        }
        for (const sql::ColumnValue* value : others)
            if (AttributeImpl* impl = impl_of(state, *value->column); impl && impl->is_loaded(state)) expired.push_back(impl);
        if (state.mapper().has_event(MapperEvent::refresh)) {
            const Value set = call(runtime, Value(runtime.type(BuiltinType::set)), {Value(runtime.make_list(std::move(names)))});
            state.mapper().fire(MapperEvent::refresh, {Value(matched.object), Value::none(), set});
        }
        state.commit(committed);
        if (!expired.empty()) state.expire_attributes(expired);
        states.push_back(&state);
    }
    session.register_altered(states);
}

/// SQLAlchemy: BulkORMDelete._do_post_synchronize_evaluate and _do_post_synchronize_fetch.
void synchronize_delete(Session& session, const std::vector<MatchedObject>& objects) {
    std::vector<InstanceState*> states;
    for (const MatchedObject& matched : objects)
        if (matched.partially_expired)
            matched.state().expire();
        else
            states.push_back(&matched.state());
    if (!states.empty()) session.remove_newly_deleted(states);
}

} // namespace

Ref<sql::CompileState> bulk_dml_compile_state(Runtime&, sql::ClauseElement& statement) {
    Ref<sql::CompileState> state = make_ref<sql::CompileState>();
    state->statement = core_statement(static_cast<sql::UpdateBase&>(statement));
    return state;
}

namespace {

/// How one execution was asked for. SQLAlchemy: default_insert_options, default_update_options.
struct Strategy {
    enum class Dml : uint8_t { raw, orm, bulk } dml = Dml::orm;
    std::string synchronize = "auto";
    bool render_nulls = false;
};

Strategy strategy_of(Runtime& runtime, const sql::UpdateBase& statement, const Value& params,
                     const execution::ExecutionOptions& options) {
    Strategy strategy;
    const bool is_insert = statement.kind() == sql::Kind::insert;
    // SQLAlchemy: an INSERT with any parameters is "bulk"; an UPDATE or DELETE with a list of them.
    const bool bulk = is_insert ? params.is_set() && !params.is_none() && truth(runtime, params) : params.as<List>() != nullptr;
    strategy.dml = bulk ? Strategy::Dml::bulk : Strategy::Dml::orm;
    if (const Value given = options.find("dml_strategy"); given.is_set()) {
        const std::string name = str_text(runtime, given);
        if (name == "bulk" && !bulk)
            throw Error(Exc::InvalidRequestError, "Can't use \"bulk\" ORM insert strategy without passing separate parameters");
        if (name == "raw" || name == "core_only") strategy.dml = Strategy::Dml::raw;
        if (name == "orm") strategy.dml = Strategy::Dml::orm;
    }
    strategy.render_nulls = options.is_true(runtime, "render_nulls");
    if (is_insert) return strategy;
    if (!statement.synchronize_session.empty()) strategy.synchronize = statement.synchronize_session;
    if (const Value option = options.find("synchronize_session"); option.is_set())
        strategy.synchronize = option.is_false() || option.is_none() ? "False" : str_text(runtime, option);
    const std::string& how = strategy.synchronize;
    if (how != "auto" && how != "evaluate" && how != "fetch" && how != "False")
        throw Error(Exc::ArgumentError, "Valid strategies for session synchronization are 'auto', 'evaluate', 'fetch', False");
    if (strategy.dml == Strategy::Dml::bulk && how == "fetch")
        throw Error(Exc::InvalidRequestError, "The 'fetch' synchronization strategy is not available for 'bulk' ORM updates "
                                              "(i.e. multiple parameter sets)");
    return strategy;
}

std::vector<Value> rows_of(execution::Result& result) {
    std::vector<Value> rows;
    result.source()->fetch_all(rows);
    result.close();
    return rows;
}

void set_returning(sql::UpdateBase& core, const std::vector<Ref<sql::ColumnElement>>& columns) {
    core.returning.assign(columns.begin(), columns.end());
}

/// What is being executed, for the functions below.
struct Execution {
    Session& session;
    Mapper& mapper;
    sql::UpdateBase& statement; ///< over entities
    Ref<sql::UpdateBase> core;
    execution::Connection& connection;
    const ExecuteOptions& given;
    const execution::ExecutionOptions& options;

    Ref<execution::Result> run(sql::UpdateBase& what, const Value& params) const {
        return connection.execute(what, params, options, given.cause);
    }
    /// As the program asked for it, with objects for entities.
    Value run_returning(DmlReturning& returning) const {
        set_returning(*core, returning.columns());
        return returning.result(returning.columns(), rows_of(*run(*core, given.params)), options);
    }
};

/// A result without columns. `has_rows`: reading it gives none, otherwise it is refused.
Value null_result(Runtime& runtime, bool has_rows = false) {
    const Ref<execution::ResultMetadata> metadata = runtime.make<execution::ResultMetadata>(
        runtime.type_for<execution::ResultMetadata>(), std::vector<execution::ResultColumn>());
    const Ref<execution::Result> result = runtime.make<execution::Result>(
        runtime.type_for<execution::IteratorResultType>(), metadata,
        std::make_unique<execution::BufferedSource>(std::vector<Value>(), 0));
    if (!has_rows) {
        result->set_no_rows(false);
        result->close();
    }
    return result;
}

/// SQLAlchemy: BulkORMInsert.orm_execute_statement.
Value execute_insert(const Execution& e, const Strategy& strategy) {
    Runtime& runtime = e.session.runtime();
    if (strategy.dml != Strategy::Dml::bulk) {
        if (e.statement.returning.empty() || strategy.dml == Strategy::Dml::raw) return e.run(*e.core, e.given.params);
        DmlReturning returning(e.session, e.statement);
        return e.run_returning(returning);
    }
    if (e.mapper.tables().size() > 1) {
        if (!e.statement.returning.empty())
            throw Error(Exc::NotImplementedError, "not supported here: RETURNING of insert() with a list of rows for " + e.mapper.text() +
                                                      ", whose columns are in several tables");
        bulk_insert(e.session, e.mapper, dicts_of(runtime, e.given.params), {.render_nulls = strategy.render_nulls});
        return null_result(runtime);
    }
    std::optional<DmlReturning> returning;
    std::vector<Ref<sql::ColumnElement>> columns;
    if (!e.statement.returning.empty()) {
        returning.emplace(e.session, e.statement);
        set_returning(*e.core, columns = returning->with_keys(e.mapper, false));
    }
    std::vector<std::string> extra;
    sql::traverse(*e.core, [&](sql::ClauseElement& element) {
        if (element.kind() == sql::Kind::bind_parameter) extra.push_back(static_cast<sql::BindParameter&>(element).key_text);
    });
    std::vector<Value> rows;
    sql::Table& table = *e.mapper.local_table();
    for (const Ref<List>& group :
         bulk_insert_groups(e.mapper, table, dicts_of(runtime, e.given.params), strategy.render_nulls, extra)) {
        const Ref<execution::Result> result = e.run(*e.core, group);
        if (!returning) continue;
        const std::vector<Value> some = rows_of(*result);
        rows.insert(rows.end(), some.begin(), some.end());
    }
    if (!returning) return null_result(runtime);
    return returning->result(columns, std::move(rows), e.options);
}

/// Objects that the parameter sets name take their values. SQLAlchemy: _do_post_synchronize_bulk_evaluate.
void synchronize_bulk(Session& session, Mapper& mapper, const std::vector<Ref<Dict>>& mappings) {
    Runtime& runtime = session.runtime();
    for (const Ref<Dict>& mapping : mappings) {
        std::vector<Value> key;
        for (const ColumnProperty* property : mapper.primary_key_properties()) {
            const Value* value = mapping->find(runtime, runtime.make_str(property->key()));
            key.push_back(value ? *value : Value::none());
        }
        InstanceState* state = session.identity_map().get(mapper.identity_key(key));
        if (!state) continue;
        std::vector<const AttributeImpl*> committed;
        std::vector<AttributeImpl*> expired;
        mapping->for_each([&](const Value& name, const Value& value) {
            AttributeImpl* impl = state->mapper().find_attribute(name.get<Str>().view());
            if (!impl || !impl->is_loaded(*state)) return;
            const auto& keys = mapper.primary_key_properties();
            if (std::any_of(keys.begin(), keys.end(), [&](const ColumnProperty* p) { return p->key() == impl->key(); })) return;
            if (state->committed(*impl)) {
                expired.push_back(impl);
                return;
            }
            state->object().set_slot(size_t(impl->slot()), value);
            committed.push_back(impl);
        });
        state->commit(committed);
        if (!expired.empty()) state->expire_attributes(expired);
    }
}

/// SQLAlchemy: BulkORMUpdate.orm_execute_statement and BulkORMDelete's, of the strategy "bulk".
Value execute_bulk(const Execution& e, const Strategy& strategy) {
    Runtime& runtime = e.session.runtime();
    if (e.statement.kind() == sql::Kind::delete_)
        throw Error(Exc::InvalidRequestError, "Bulk ORM DELETE not supported right now. Statement may be invoked at the Core "
                                              "level using session.connection().execute(stmt, parameters)");
    auto& update = static_cast<sql::Update&>(e.statement);
    if (!update.where_criteria.empty() && strategy.synchronize != "False")
        throw Error(Exc::InvalidRequestError,
                    "bulk synchronize of persistent objects not supported when using bulk update with additional WHERE criteria "
                    "right now.  add synchronize_session=None execution option to bypass synchronize of persistent objects.");
    const std::vector<Ref<Dict>> mappings = dicts_of(runtime, e.given.params);
    if (mappings.empty()) return null_result(runtime, true);
    std::vector<Ref<sql::ColumnElement>> returned;
    if (!update.returning.empty()) returned = DmlReturning(e.session, update).columns();
    bulk_update(e.session, e.mapper, mappings, update.where_criteria.empty(), returned);
    if (strategy.synchronize != "False") synchronize_bulk(e.session, e.mapper, mappings);
    return null_result(runtime, true);
}

} // namespace

Value execute_bulk_dml(Session& session, sql::UpdateBase& statement, const ExecuteOptions& given,
                       const execution::ExecutionOptions& options) {
    Runtime& runtime = session.runtime();
    Mapper& mapper = subject_of(statement);
    const Strategy strategy = strategy_of(runtime, statement, given.params, options);
    const Value target = given.bind.is_set() && !given.bind.is_none() ? given.bind : session.get_bind(&mapper, nullptr, true);
    const Execution e{session, mapper, statement, core_statement(statement), session.connection_for_bind(target), given, options};
    if (statement.kind() == sql::Kind::insert) return execute_insert(e, strategy);
    if (strategy.dml == Strategy::Dml::bulk) return execute_bulk(e, strategy);
    if (strategy.dml == Strategy::Dml::raw) return e.run(*e.core, given.params);

    const std::string& synchronize = strategy.synchronize;
    const Ref<sql::ColumnElement> condition = eval_condition(statement, mapper);
    const Evaluator evaluator(runtime, mapper);
    bool evaluates = synchronize == "auto" || synchronize == "evaluate";
    if (evaluates && condition && !evaluator.can_evaluate(*condition)) {
        if (synchronize == "evaluate")
            throw Error(Exc::InvalidRequestError, "Could not evaluate current criteria in Python: \"" + evaluator.reason() +
                                                      "\". Specify 'fetch' or False for the synchronize_session execution "
                                                      "option.");
        evaluates = false;
    }
    std::optional<DmlReturning> returning;
    if (!statement.returning.empty()) returning.emplace(session, statement);
    std::vector<MatchedObject> objects;
    Ref<execution::Result> result;
    std::vector<Ref<sql::ColumnElement>> columns;
    std::vector<Value> rows;
    if (evaluates || synchronize == "False") {
        if (evaluates) objects = matched_objects(session, mapper, condition.get(), evaluator);
        if (returning) set_returning(*e.core, columns = returning->columns());
        result = e.run(*e.core, given.params);
        if (returning) rows = rows_of(*result);
    } else {
        // "fetch": RETURNING tells which rows were meant.
        Ref<sql::UpdateBase> fetching(static_cast<sql::UpdateBase*>(e.core->clone().get()));
        if (returning) columns = returning->with_keys(mapper, true);
        else
            for (sql::Column* column : mapper.local_table()->primary_key_columns()) columns.emplace_back(*column);
        set_returning(*fetching, columns);
        result = e.run(*fetching, given.params);
        rows = rows_of(*result);
        static_cast<execution::CursorResult&>(*result).rowcount = int64_t(rows.size() / columns.size());
        std::vector<const sql::ColumnElement*> keys(mapper.primary_key().begin(), mapper.primary_key().end());
        if (mapper.local_table() != mapper.base_mapper().local_table())
            keys.assign(mapper.local_table()->primary_key_columns().begin(), mapper.local_table()->primary_key_columns().end());
        std::vector<size_t> positions;
        for (const sql::ColumnElement* key : keys)
            for (size_t i = 0; i < columns.size(); ++i)
                if (columns[i]->identity() == key->identity()) {
                    positions.push_back(i);
                    break;
                }
        for (size_t at = 0; at + columns.size() <= rows.size(); at += columns.size()) {
            std::vector<Value> key;
            for (const size_t position : positions) key.push_back(rows[at + position]);
            if (InstanceState* state = session.identity_map().get(mapper.identity_key(key))) objects.push_back({Ref<Instance>(state->object())});
        }
    }
    if (statement.kind() == sql::Kind::update) {
        auto& update = static_cast<sql::Update&>(*e.core);
        synchronize_update(session, mapper, update.ordered_values.empty() ? update.values : update.ordered_values, objects,
                           evaluator, static_cast<const execution::CursorResult&>(*result));
    } else {
        synchronize_delete(session, objects);
    }
    if (returning) return returning->result(columns, std::move(rows), options);
    return result;
}

} // namespace relata::orm
