// LazyLoader: a relationship is loaded when it is read. SQLAlchemy: strategies.LazyLoader.
#include "execution/run_state.h"
#include "orm/primary_key_plan.h"
#include "orm/registry.h"
#include "orm/strategies/strategies.h"
#include "sql/coercions.h"

#include <algorithm>

namespace relata::orm {

using Status = LoaderResult::Status;

bool is_only_equalities(sql::ColumnElement& clause, size_t count) {
    if (clause.kind() == sql::Kind::binary)
        return count == 1 && static_cast<sql::BinaryExpression&>(clause).op() == sql::Operator(sql::Op::eq);
    if (clause.kind() != sql::Kind::boolean_list) return false;
    auto& list = static_cast<sql::BooleanClauseList&>(clause);
    return list.op() == sql::Operator(sql::Op::and_) && list.clauses.size() == count &&
           std::ranges::all_of(list.clauses, [](const auto& c) { return is_only_equalities(*c, 1); });
}

std::vector<Ref<sql::ExecutableOption>> propagating(const std::vector<Ref<sql::ExecutableOption>>& options) {
    std::vector<Ref<sql::ExecutableOption>> result;
    for (const auto& option : options) {
        auto* load = dynamic_cast<Load*>(option.get());
        auto* criteria = dynamic_cast<LoaderCriteriaOption*>(option.get());
        if (load ? load->propagate_to_loaders() : criteria && criteria->propagate_to_loaders()) result.push_back(option);
    }
    return result;
}

LazyLoader::LazyLoader(MapperProperty& property, StrategyKey key) : RelationshipLoader(property, key) {}

void LazyLoader::prepare() {
    if (m_ready) return;
    m_ready = true;
    RelationshipProperty& relationship = property();
    LazyClause clause = relationship.join_condition().create_lazy_clause();
    m_equated = clause.equated_columns;
    int number = 0;
    std::map<std::string, std::string> names;
    m_criterion = Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(
        sql::cloned_traverse(*clause.criterion, [&](sql::ClauseElement& e) {
            if (e.kind() != sql::Kind::bind_parameter) return;
            auto& bind = static_cast<sql::BindParameter&>(e);
            for (const auto& [key, column] : clause.bind_to_column) {
                if (bind.identifying_key != key) continue;
                std::string& name = names[key];
                if (name.empty()) {
                    name = "lazy_param_" + std::to_string(++number);
                    m_parameters.emplace_back(name, column);
                }
                bind.key_text = bind.original_key = name;
                bind.unique = false;
                return;
            }
        }).get()));
    m_criterion = Ref<sql::ColumnElement>(static_cast<sql::ColumnElement*>(sql::deep_deannotate(*m_criterion).get()));
    // SQLAlchemy compares the target's get clause with the lazy clause.
    const auto& keys = relationship.mapper().primary_key();
    m_use_get = !relationship.uselist() && !relationship.secondary() && m_equated.size() == keys.size() &&
                is_only_equalities(relationship.primaryjoin(), keys.size()) &&
                std::ranges::all_of(keys, [&](sql::ColumnElement* key) { return equated_column(*key) != nullptr; });
}

bool lazy_loader_uses_get(RelationshipProperty& property) {
    return static_cast<LazyLoader&>(property.strategy(StrategyKey::select)).use_get();
}

bool LazyLoader::use_get() {
    prepare();
    return m_use_get;
}

sql::ColumnElement* LazyLoader::equated_column(const sql::ColumnElement& primary_key) const {
    for (const auto& [target, own] : m_equated)
        if (target->same_as(primary_key)) return own;
    // A subclass's table has the key too. SQLAlchemy: Mapper._equivalent_columns.
    const ColumnProperty* attribute = property().mapper().find_property_by_column(primary_key);
    if (attribute)
        for (const auto& [target, own] : m_equated)
            for (const auto& column : attribute->columns())
                if (target->same_as(*column)) return own;
    return nullptr;
}

void LazyLoader::init_class_attribute(Mapper& mapper) {
    prepare();
    AttributeImpl::Options options;
    options.loader = this;
    options.active_history = property().options().active_history;
    if (!options.active_history)
        options.deferred_history = property().direction() != Direction::many_to_one || !m_use_get;
    register_attribute(property(), mapper, std::move(options));
}

void LazyLoader::raise_load(const char* lazy) const {
    throw Error(Exc::InvalidRequestError, "'" + parent_property().text() + "' is not available due to lazy='" + lazy + "'");
}

void LazyLoader::told(InstanceState& state, execution::RelationshipRead::How how) const {
    auto& run = execution::RunState::of(state.runtime());
    if (!run.is_heard()) return;
    const std::string name = parent_property().text();
    run.emit(execution::RelationshipRead{
        .relationship = name, .how = how, .object = &state.object(), .session = state.session ? state.session->id() : 0});
}

LoaderResult LazyLoader::load_for_state(InstanceState& state, Passive passive, const How& how) {
    try {
        return load_or_raise(state, passive, how);
    } catch (const Error&) {
        if (how.cause == execution::Cause::Kind::lazy_load) told(state, execution::RelationshipRead::How::raised);
        throw;
    }
}

LoaderResult LazyLoader::load_or_raise(InstanceState& state, Passive passive, const How& how) {
    prepare();
    const bool pending = !state.has_identity();
    if (pending && ((!property().options().load_on_pending && !state.load_pending) || !state.session)) return Status::attr_empty;
    const bool has_criteria = how.option && !how.option->extra_criteria.empty();
    const bool get = m_use_get && !has_criteria;
    if ((!has(passive, Passive::sql_ok) && !get) || (!has(passive, Passive::non_persistent_ok) && pending))
        return Status::passive_no_result;
    const bool is_read = how.cause == execution::Cause::Kind::lazy_load;
    using Read = execution::RelationshipRead::How;
    if (key() == StrategyKey::raise && !has(passive, Passive::no_raise) && (!get || has(passive, Passive::related_object_ok))) {
        raise_load("raise");
    }
    Session* session = object_session(state);
    if (!session) {
        if (has(passive, Passive::no_raise)) return Status::passive_no_result;
        throw Error(Exc::DetachedInstanceError, "Parent instance " + state.text() +
                                                    " is not bound to a Session; lazy load operation of attribute '" +
                                                    parent_property().key() + "' cannot proceed")
            .with("code", Value(state.runtime().make_str("bhk3")));
    }
    AttributeImpl& attribute = impl(state.mapper());
    std::vector<Value> identity;
    if (get) {
        bool none = false;
        for (AttributeImpl* own : by_key(state.mapper()).attributes) {
            const LoaderResult value = has(passive, Passive::load_against_committed) ? own->get_committed_value(state, passive)
                                                                                     : own->get(state, passive);
            if (value.is(Status::passive_no_result)) return Status::passive_no_result;
            if (!value.has_value()) return Status::no_value;
            none = none || value.value.is_none();
            identity.push_back(value.value);
        }
        if (none) {
            if (is_read) told(state, Read::no_key);
            return Value::none();
        }
        // Reading an expired key may have loaded the attribute itself.
        if (attribute.is_loaded(state) && !has(passive, Passive::deferred_history_load)) return Status::attr_was_set;
        const LoaderResult found =
            get_from_identity(*session, property().mapper(), property().mapper().identity_key(identity), passive);
        if (found.is(Status::passive_class_mismatch)) return Value::none();
        if (found.has_value()) {
            if (is_read) told(state, Read::identity_map);
            return found;
        }
        if (found.is(Status::passive_no_result) || !has(passive, Passive::sql_ok) || !has(passive, Passive::related_object_ok))
            return Status::passive_no_result;
    }
    return emit(*session, state, identity, passive, how);
}

LazyLoader::ByKey& LazyLoader::by_key(Mapper& parent) {
    const auto [at, is_new] = m_by_key.try_emplace(&parent);
    ByKey& found = at->second;
    if (is_new)
        for (sql::ColumnElement* column : property().mapper().primary_key())
            found.attributes.push_back(
                &parent.attribute(parent.get_property_by_column(*equated_column(*column)).key()));
    return found;
}

namespace {
/// The plans of a run. They refer to the session that they serve and go before its objects do.
struct Plans final : Runtime::Extension {
    explicit Plans(Runtime&) {}
    std::vector<std::shared_ptr<PrimaryKeyPlan>> all;
    void clear_references() override { all.clear(); }
};
} // namespace

PrimaryKeyPlan* LazyLoader::plan_for(ByKey& by_key, Session& session, execution::Cause::Kind cause) {
    if (cause != execution::Cause::Kind::lazy_load) return nullptr;
    if (const auto plan = by_key.plan.lock(); plan && plan->serves(session)) return plan->is_fit() ? plan.get() : nullptr;
    auto compiled = by_key.compiled.lock();
    if (!compiled || session.listens(SessionEvent::do_orm_execute)) return nullptr;
    std::vector<std::shared_ptr<PrimaryKeyPlan>>& plans = session.runtime().extension<Plans>().all;
    if (const auto old = by_key.plan.lock()) {
        if (old->is_loading()) return nullptr;
        std::erase(plans, old);
    }
    auto plan = std::make_shared<PrimaryKeyPlan>(session, property().mapper(), std::move(compiled),
                                                 execution::Cause{cause, parent_property().text()});
    plans.push_back(plan);
    by_key.plan = plan;
    return plan->is_fit() ? plan.get() : nullptr;
}

// SQLAlchemy: LazyLoader._emit_lazyload.
LoaderResult LazyLoader::emit(Session& session, InstanceState& state, const std::vector<Value>& identity, Passive passive,
                              const How& how) {
    Mapper& target = property().mapper();
    const bool has_criteria = how.option && !how.option->extra_criteria.empty();
    const bool get = m_use_get && !has_criteria;
    using Read = execution::RelationshipRead::How;
    auto* context = static_cast<LoadContext*>(state.load_context.get());
    const bool has_options = context && !context->options.empty();
    const bool autoflush = state.has_identity() && !has(passive, Passive::no_autoflush);
    const bool is_read = how.cause == execution::Cause::Kind::lazy_load;
    if (get && !has_options && !how.effective_path && key() != StrategyKey::raise_on_sql)
        if (PrimaryKeyPlan* plan = plan_for(by_key(state.mapper()), session, how.cause)) {
            const Value found = plan->load(identity, autoflush);
            if (is_read) told(state, Read::loaded_now);
            return found.is_set() ? found : Value::none();
        }
    PathRegistry path;
    std::vector<Ref<sql::ExecutableOption>> options;
    if (how.effective_path)
        path = (*how.effective_path)[parent_property()];
    else if (has_options)
        path = context->path[parent_property()];
    else
        path = PathRegistry(state.mapper())[parent_property()];
    // SQLAlchemy: PathRegistry._truncate_recursive: every level looks like the second.
    if (how.recursion_depth && path.size() >= 4 && &path.property_at(path.size() - 1) == &path.property_at(path.size() - 3))
        path = path.parent().parent();
    if (has_options) options = context->options;
    const auto raise_on_sql = [&] {
        if (key() != StrategyKey::raise_on_sql || has(passive, Passive::no_raise)) return;
        raise_load("raise_on_sql");
    };
    execution::Cause cause{how.cause, parent_property().text()};
    if (get) {
        raise_on_sql();
        LoadOnIdent load;
        load.options = options;
        load.compile_path = &path;
        load.no_autoflush = !autoflush;
        load.cause = cause;
        load.post_loads = how.post_loads;
        if (options.empty() && !how.effective_path) load.compiled = &by_key(state.mapper()).compiled;
        const Value found = load_on_pk_identity(session, target, identity, load);
        if (is_read) told(state, Read::loaded_now);
        return found.is_set() ? found : Value::none();
    }
    ORMCompileState::Options compile_options;
    compile_options.current_path = path;
    for (RelationshipProperty* reverse : property().reverse_property())
        if (reverse->direction() == Direction::many_to_one && reverse->strategy_key() != StrategyKey::select &&
            static_cast<LazyLoader&>(reverse->strategy(StrategyKey::select)).use_get())
            compile_options.lazyload_reverse.push_back(reverse);
    Ref<sql::Select> select = entity_select(target, compile_options);
    if (sql::FromClause* secondary = property().secondary())
        select->from_obj = {Ref<sql::FromClause>(target.selectable()), Ref<sql::FromClause>(*secondary)};
    select->options = options;
    select->order_by = property().order_by();
    LoaderExecution execution;
    Mapper& mapper = state.mapper();
    const Passive how_to_read = Passive(uint16_t(passive) & ~uint16_t(Passive::init_ok));
    bool none = false, never = false;
    for (const auto& [name, column] : m_parameters) {
        const LoaderResult value = has(passive, Passive::load_against_committed)
                                       ? mapper.get_committed_state_attr_by_column(state, *column, how_to_read)
                                       : mapper.get_state_attr_by_column(state, *column, how_to_read);
        never = never || !value.has_value();
        none = none || !value.is_object();
        execution.parameters[name] = value.has_value() ? value.value : Value::none();
    }
    AttributeImpl& attribute = impl(mapper);
    if (attribute.is_loaded(state) && !has(passive, Passive::deferred_history_load)) return Status::attr_was_set;
    if ((!state.has_identity() && none) || never) {
        if (is_read) told(state, Read::no_key);
        return Value::none();
    }
    raise_on_sql();
    select->where_criteria = {m_criterion};
    if (has_criteria) {
        std::vector<Ref<sql::ColumnElement>> extra = how.option->extra_criteria;
        select->where_criteria.insert(select->where_criteria.end(), extra.begin(), extra.end());
    }
    execution.propagated_options = propagating(options);
    execution.load_options.invoke_all_eagers = false;
    execution.post_loads = how.post_loads;
    if (how.recursion_depth) execution.recursion_depth = *how.recursion_depth;
    execution.cause = cause;
    execution.bind_mapper = &target;
    execution.autoflush = autoflush;
    const Ref<Instance> keep(state.object());
    std::vector<Value> rows = load_rows(session, select, execution);
    if (is_read) told(state, Read::loaded_now);
    // SQLAlchemy: result.unique().scalars().all()
    std::unordered_set<uintptr_t> seen;
    std::erase_if(rows, [&](const Value& v) { return !seen.insert(v.bits()).second; });
    if (property().uselist()) return Value(session.runtime().make_list(std::move(rows)));
    if (rows.size() > 1)
        sa_warn(session.runtime(), "Multiple rows returned with uselist=False for lazily-loaded attribute '" +
                                                   parent_property().text() + "' ");
    return rows.empty() ? Value::none() : rows[0];
}

void LazyLoader::create_row_processor(const CreateRowProcessor& create) {
    AttributeImpl* attribute = &impl(create.mapper);
    const ORMCompileState::Options& options = create.context.compile_state.options();
    if (create.context.load_options.is_user_refresh && options.has_only_load_props && options.wants(parent_property()))
        return immediate_row_processor(create);
    if (!is_class_level() || (create.loadopt && !create.loadopt->extra_criteria.empty())) {
        // This object alone loads so: SQLAlchemy's LoadLazyAttribute.
        struct LoadLazyAttribute final : AttributeLoader {
            LazyLoader* strategy;
            Ref<LoadElement> option;
            LoaderResult load(InstanceState& state, Passive passive) override {
                return strategy->load_for_state(state, passive, {.option = option.get()});
            }
        };
        auto loader = std::make_shared<LoadLazyAttribute>();
        loader->strategy = this;
        if (create.loadopt) loader->option = Ref<LoadElement>(*create.loadopt);
        create.populators.new_.push_back({attribute, [attribute, loader](InstanceState& state, const RowReader&) {
                                              state.object().set_slot(size_t(attribute->slot()), Value());
                                              state.set_loader(*attribute, loader);
                                          }});
    } else if (create.context.load_options.populate_existing) {
        create.populators.new_.push_back(
            {attribute, [attribute](InstanceState& state, const RowReader&) { state.reset(*attribute); }});
    }
}

} // namespace relata::orm
