// The columns of subclasses, after rows of their base: SELECT ... WHERE id IN (...).
// SQLAlchemy: Mapper._should_selectin_load, loading._load_subclass_via_in.
#include "orm/context.h"
#include "orm/strategy_options.h"
#include "sql/coercions.h"

#include <algorithm>

namespace relata::orm {

namespace {

constexpr size_t chunk_size = 500;

/// The attributes that the base's rows lack, and what tells an object's identity and class.
ORMCompileState::Options own_attributes(Mapper& mapper, const PathRegistry& path) {
    ORMCompileState::Options options;
    options.current_path = path.parent();
    options.has_only_load_props = true;
    const ColumnProperty* discriminator = mapper.polymorphic_on() ? mapper.find_property_by_column(*mapper.polymorphic_on()) : nullptr;
    const auto& keys = mapper.primary_key_properties();
    for (const Ref<MapperProperty>& property : mapper.iterate_properties()) {
        if (!property->is_column() && !property->is_relationship()) continue;
        const bool is_kept = property.get() == discriminator || std::ranges::find(keys, property.get()) != keys.end();
        if (is_kept || &property->parent() == &mapper) options.only_load_props.push_back(mapper.attributes()[size_t(property->index())]);
    }
    return options;
}

void load_subclass(QueryContext& context, const PathRegistry& path, const std::vector<std::pair<Ref<Instance>, bool>>& states,
                   Mapper& mapper) {
    Session& session = context.session;
    Runtime& runtime = session.runtime();
    Ref<sql::Select> select = entity_select(mapper, own_attributes(mapper, path));
    std::vector<Ref<sql::ColumnElement>> keys;
    for (sql::ColumnElement* column : mapper.primary_key()) keys.emplace_back(*column);
    const Ref<sql::ColumnElement> key = keys.size() == 1 ? keys[0] : make_ref<sql::TupleElement>(keys);
    sql::BindParameter::Options bind_options;
    bind_options.key = "primary_keys";
    bind_options.expanding = true;
    bind_options.type = key->type;
    bind_options.type_given = true;
    Ref<sql::BindParameter> bind = make_ref<sql::BindParameter>(runtime, std::move(bind_options));
    bind->expand_is_in = true;
    bind->expand_op = sql::Op::in_;
    select->where_criteria.push_back(sql::operate(runtime, sql::Op::in_, *key, *bind));
    select->order_by = keys;
    select->options = context.compile_state.select_statement().options;
    LoaderExecution execution;
    execution.propagated_options = context.propagated_loader_options;
    execution.load_options.populate_existing = context.load_options.populate_existing;
    execution.cause = {execution::Cause::Kind::selectin_load, mapper.entity_name()};
    execution.bind_mapper = &mapper;
    execution.execution_options = context.execution_options;
    execution.autoflush = true;
    execution.post_loads = context.post_loads;
    for (size_t begin = 0; begin < states.size(); begin += chunk_size) {
        std::vector<Value> sent;
        for (size_t i = begin; i < std::min(states.size(), begin + chunk_size); ++i) {
            const auto values = static_cast<InstanceState*>(states[i].first->extension())->key.values();
            sent.push_back(values.size() == 1 ? values[0] : Value(runtime.make_tuple(values)));
        }
        execution.parameters["primary_keys"] = Value(runtime.make_list(std::move(sent)));
        load_rows(session, select, execution);
    }
}

} // namespace

void add_subclass_loads(QueryContext& context, Mapper& mapper, const PathRegistry& path, const PathRegistry& load_path) {
    const auto& loaders = context.compile_state.loaders();
    const auto option = loaders.find(path);
    const std::vector<Mapper*> none;
    const auto& by_option = option == loaders.end() ? none : option->second->selectin_classes;
    const auto is_wanted = [&](Mapper* m) { return m->loads_by_selectin() || std::ranges::find(by_option, m) != by_option.end(); };
    for (Mapper* sub : mapper.self_and_descendants()) {
        while (sub && sub != &mapper && !is_wanted(sub)) sub = sub->inherits();
        for (; sub && sub != &mapper; sub = sub->inherits()) {
            auto& waiting = context.post_load(load_path).loaders;
            if (std::ranges::any_of(waiting, [&](const PostLoad::Entry& e) { return !e.property && e.limit_to == sub; })) continue;
            waiting.push_back({.property = nullptr,
                               .limit_to = sub,
                               .context = &context,
                               .load = [sub](QueryContext& c, const PathRegistry& p, const auto& states) { load_subclass(c, p, states, *sub); }});
            context.fills_columns_only = false;
        }
    }
}

} // namespace relata::orm
