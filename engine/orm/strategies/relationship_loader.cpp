#include "execution/run_state.h"
#include "orm/strategies/strategies.h"
#include "orm/strategies/write_only_loader.h"

#include <algorithm>

namespace relata::orm {

LazyLoader& RelationshipLoader::lazy_loader() const {
    return static_cast<LazyLoader&>(property().strategy(StrategyKey::select));
}

void RelationshipLoader::init_class_attribute(Mapper& mapper) { lazy_loader().init_class_attribute(mapper); }

bool RelationshipLoader::is_entity_of_parent(const CreateRowProcessor& create) const {
    sql::Entity* entity = create.path.size() == 1 && create.query_entity ? create.query_entity->entity_zero() : nullptr;
    if (!entity) entity = &create.path.entity();
    Mapper& parent = property().parent();
    if (const AliasedInsp* aliased = as_aliased(*entity))
        if (std::ranges::find(aliased->with_polymorphic_mappers(), &parent) != aliased->with_polymorphic_mappers().end()) return true;
    return mapper_of(*entity).isa(parent);
}

RelationshipLoader::Recursion RelationshipLoader::setup_for_recursion(const CreateRowProcessor& create) const {
    Recursion recursion;
    const PathRegistry& current = create.context.compile_state.options().current_path;
    recursion.effective_path = current.empty() ? create.path : current + create.path;
    if (create.loadopt && create.loadopt->local_opts.recursion_depth) {
        if (!property().is_self_referential())
            throw Error(Exc::InvalidRequestError, "recursion_depth option on relationship " + parent_property().text() +
                                                      " not valid for non-self-referential relationship");
        const bool unlimited = *create.loadopt->local_opts.recursion_depth == -1;
        int depth = *create.loadopt->local_opts.recursion_depth;
        recursion.depth = create.context.recursion_depth;
        if (const auto at = recursion.depth.find(&parent_property()); at != recursion.depth.end()) depth = at->second;
        recursion.is_recursive = true;
        recursion.depth[&parent_property()] = unlimited ? depth : depth - 1;
        if (!unlimited && depth < 0) {
            recursion.run = false;
            return recursion;
        }
    }
    if (create.context.has_post_load(recursion.effective_path, parent_property())) {
        recursion.run = false;
        return recursion;
    }
    if (create.context.compile_state.has_loader(create.path[parent_property()])) return recursion;
    const PathRegistry with_property = recursion.effective_path[parent_property()];
    if (property().options().join_depth)
        recursion.run = int(with_property.size() / 2) <= *property().options().join_depth;
    else
        recursion.run = !with_property.contains_mapper(property().mapper());
    return recursion;
}

void RelationshipLoader::told_eager_load(QueryContext& context, const char* strategy,
                                         std::span<const void* const> objects) const {
    auto& run = execution::RunState::of(context.session.runtime());
    if (!run.is_heard()) return;
    const std::string name = parent_property().text();
    run.emit(execution::EagerLoad{.load = run.next_eager_load(),
                                  .relationship = name,
                                  .strategy = strategy,
                                  .objects = objects,
                                  .session = context.session.id()});
}

RelationshipLoader::ToldFilled RelationshipLoader::tells_eager_load(QueryContext& context, const char* strategy) const {
    auto& run = execution::RunState::of(context.session.runtime());
    if (!run.is_heard()) return {};
    const auto tell = [&run, strategy, load = run.next_eager_load(), name = parent_property().text(),
                       session = context.session.id()](std::span<const void* const> objects) {
        run.emit(execution::EagerLoad{
            .load = load, .relationship = name, .strategy = strategy, .objects = objects, .session = session});
    };
    tell({});
    return [tell](const InstanceState& state) {
        const void* object = &state.object();
        tell({&object, 1});
    };
}

void RelationshipLoader::immediate_row_processor(const CreateRowProcessor& create) const {
    const Recursion recursion = setup_for_recursion(create);
    // Where the path comes back to its own class only a many-to-one that has to be fetched is left out.
    const Passive flags = (recursion.run ? Passive::off : Passive::no_fetch_related) | Passive::no_raise;
    LazyLoader& lazy = lazy_loader();
    const Ref<LoadElement> option(create.loadopt);
    // The last level that recursion_depth= allows hands nothing on.
    const bool goes_on = recursion.is_recursive && (*create.loadopt->local_opts.recursion_depth == -1 ||
                                                    recursion.depth.at(&parent_property()) >= 0);
    auto& loaders = create.context.post_load(recursion.effective_path).loaders;
    std::erase_if(loaders, [this](const auto& loader) { return loader.property == &parent_property(); });
    loaders.push_back({.property = &parent_property(),
                            .limit_to = &property().parent(),
                            .context = &create.context,
                            .load = [this, &lazy, option, flags, recursion, goes_on](QueryContext& context, const PathRegistry& path, const auto& states) {
                                std::vector<const void*> filled;
                                for (const auto& [object, overwrite] : states) {
                                    auto& state = static_cast<InstanceState&>(*object->extension());
                                    AttributeImpl& attribute = impl(state.mapper());
                                    if (!overwrite && attribute.is_loaded(state)) continue;
                                    LoaderResult value = lazy.load_for_state(
                                        state, flags,
                                        {.option = option.get(),
                                         .effective_path = &path,
                                         .post_loads = context.post_loads,
                                         .cause = execution::Cause::Kind::immediate_load,
                                         .recursion_depth = goes_on ? &recursion.depth : nullptr});
                                    filled.push_back(object.get());
                                    if (value.has_value()) attribute.set_committed_value(state, value.value);
                                }
                                told_eager_load(context, "immediate", filled);
                            }});
}

void ImmediateLoader::create_row_processor(const CreateRowProcessor& create) {
    if (!create.context.compile_state.options().enable_eagerloads) return;
    immediate_row_processor(create);
}

void NoLoader::init_class_attribute(Mapper& mapper) { register_attribute(property(), mapper, {}); }

void NoLoader::create_row_processor(const CreateRowProcessor& create) {
    AttributeImpl* attribute = &impl(create.mapper);
    create.populators.new_.push_back({attribute, [attribute](InstanceState& state, const RowReader&) {
                                          if (attribute->is_collection())
                                              static_cast<CollectionAttributeImpl*>(attribute)->init_state_collection(state);
                                          else
                                              state.object().set_slot(size_t(attribute->slot()), Value::none());
                                      }});
}

namespace {

/// SQLAlchemy: util.clsname_as_plain_name of the strategy's class.
const char* loader_name(StrategyKey key) {
    switch (key) {
    case StrategyKey::column:
    case StrategyKey::column_uninstrumented: return "column loader";
    case StrategyKey::query_expression: return "expression column loader";
    case StrategyKey::deferred:
    case StrategyKey::deferred_raise: return "deferred column loader";
    case StrategyKey::select:
    case StrategyKey::raise:
    case StrategyKey::raise_on_sql: return "lazy loader";
    case StrategyKey::joined: return "joined loader";
    case StrategyKey::subquery: return "subquery loader";
    case StrategyKey::selectin: return "select in loader";
    case StrategyKey::immediate: return "immediate loader";
    case StrategyKey::noload: return "no loader";
    case StrategyKey::dynamic: return "dyna loader";
    case StrategyKey::write_only: return "write only loader";
    case StrategyKey::do_nothing: return "do nothing loader";
    }
    return "";
}

} // namespace

std::unique_ptr<LoaderStrategy> make_loader_strategy(MapperProperty& property, StrategyKey key) {
    switch (key) {
    case StrategyKey::deferred:
    case StrategyKey::deferred_raise:
        if (property.is_column()) return std::make_unique<DeferredColumnLoader>(property, key);
        break;
    case StrategyKey::column:
    case StrategyKey::column_uninstrumented:
        if (property.is_column()) return std::make_unique<ColumnLoader>(property, key);
        break;
    case StrategyKey::query_expression:
        if (property.is_column()) return std::make_unique<QueryExpressionLoader>(property, key);
        break;
    case StrategyKey::select:
    case StrategyKey::raise:
    case StrategyKey::raise_on_sql:
        if (property.is_relationship()) return std::make_unique<LazyLoader>(property, key);
        break;
    case StrategyKey::joined:
        if (property.is_relationship()) return std::make_unique<JoinedLoader>(property, key);
        break;
    case StrategyKey::subquery:
        if (property.is_relationship()) return std::make_unique<SubqueryLoader>(property, key);
        break;
    case StrategyKey::selectin:
        if (property.is_relationship()) return std::make_unique<SelectInLoader>(property, key);
        break;
    case StrategyKey::immediate:
        if (property.is_relationship()) return std::make_unique<ImmediateLoader>(property, key);
        break;
    case StrategyKey::noload:
        if (property.is_relationship()) return std::make_unique<NoLoader>(property, key);
        break;
    case StrategyKey::dynamic:
    case StrategyKey::write_only:
        if (property.is_relationship()) return std::make_unique<WriteOnlyLoader>(property, key);
        break;
    case StrategyKey::do_nothing:
        if (property.is_relationship()) return std::make_unique<NoLoader>(property, key);
        return std::make_unique<LoaderStrategy>(property, key);
    }
    // SQLAlchemy: StrategizedProperty._strategy_lookup.
    const bool is_relationship = property.is_relationship();
    throw Error(Exc::LoaderStrategyException, std::string("Can't apply \"") + loader_name(key) + "\" strategy to property \"" +
                                                  property.text() + "\", which is a \"" + (is_relationship ? "relationship" : "column property") +
                                                  "\"; this loader strategy is intended to be used with a \"" +
                                                  (is_relationship ? "column property" : "relationship property") + "\".");
}

} // namespace relata::orm
