#include "orm/context.h"

#include "dbapi/connection.h"

#include <algorithm>

namespace relata::orm {

MapperEntity::MapperEntity(sql::Entity& entity, const sql::ClauseElement* target)
    : m_entity(entity), m_target(target), m_path(entity) {
    AliasedInsp* aliased = as_aliased(entity);
    label_name = aliased && !aliased->name().empty() ? aliased->name() : mapper().entity_name();
}

ORMAdapter* MapperEntity::adapter() const {
    AliasedInsp* aliased = m_joined_alias ? m_joined_alias.get() : as_aliased(m_entity);
    return aliased ? &aliased->adapter() : nullptr;
}

void MapperEntity::setup_compile_state(ORMCompileState& compile_state) {
    compile_state.add_extra_criteria_entity(m_entity);
    compile_state.add_fallback_from(selectable_of(m_entity));
    if (!as_aliased(m_entity)) m_joined_alias = Ref<AliasedInsp>(compile_state.polymorphic_alias(mapper()));
    setup_entity_query(mapper(), {.compile_state = compile_state,
                                  .query_entity = *this,
                                  .path = m_path,
                                  .adapter = adapter(),
                                  .columns = compile_state.primary_columns(),
                                  .polymorphic = as_aliased(m_entity)});
}

/// Those of the entity, then those that the subclasses of with_polymorphic() add.
/// SQLAlchemy: Mapper._iterate_polymorphic_properties.
static std::vector<Ref<MapperProperty>> polymorphic_properties(Mapper& mapper, const AliasedInsp* polymorphic) {
    std::vector<Ref<MapperProperty>> properties = mapper.iterate_properties();
    const bool is_given = polymorphic && !polymorphic->with_polymorphic_mappers().empty();
    for (Mapper* sub : is_given ? polymorphic->with_polymorphic_mappers() : mapper.with_polymorphic_mappers())
        for (const Ref<MapperProperty>& property : sub->iterate_properties())
            if (std::ranges::find(properties, property) == properties.end()) properties.push_back(property);
    return properties;
}

RowProcessor MapperEntity::row_processor(QueryContext& context, ResultColumns& result) {
    return instance_processor(*this, mapper(), context, result, m_path, adapter());
}

// SQLAlchemy: loading._setup_entity_query and StrategizedProperty.setup.
void setup_entity_query(Mapper& mapper, const EntitySetup& setup) {
    ORMCompileState& state = setup.compile_state;
    MemoizedPopulators& memoized = state.memoized_populators(setup.path);
    const bool is_polymorphic = setup.polymorphic && !setup.polymorphic->with_polymorphic_mappers().empty();
    const bool check_for_adapt = setup.adapter && setup.path.size() == 1 && !is_polymorphic &&
                                 as_aliased(*setup.query_entity.entity_zero());
    for (const Ref<MapperProperty>& property : polymorphic_properties(mapper, setup.polymorphic)) {
        if (!property->is_column() && !property->is_relationship()) continue;
        if (setup.path.size() == 1 && !state.options().wants(*property)) continue;
        auto& strategized = static_cast<StrategizedProperty&>(*property);
        LoadElement* option = state.loader_for(strategized, setup.path);
        LoaderStrategy& strategy = state.strategy_for(strategized, option, setup.path);
        strategy.setup_query({.compile_state = state,
                              .query_entity = setup.query_entity,
                              .path = setup.path,
                              .loadopt = option,
                              .adapter = setup.adapter,
                              .column_collection = &setup.columns,
                              .memoized_populators = &memoized,
                              .check_for_adapt = check_for_adapt,
                              .parentmapper = setup.parentmapper,
                              .chained_from_outerjoin = setup.chained_from_outerjoin});
    }
    // The discriminator of a hierarchy is needed to know the class of a row.
    if (sql::ColumnElement* discriminator = mapper.polymorphic_on()) {
        Ref<sql::ColumnElement> column(*discriminator);
        if (setup.adapter) column = setup.adapter->column(*column);
        if (!state.options().has_only_load_props) setup.columns.add(column);
    }
}

ResultColumns::ResultColumns(const sql::Compiled& compiled) {
    for (size_t i = 0; i < compiled.result_columns.size(); ++i) {
        const sql::ResultColumn& column = compiled.result_columns[i];
        for (const sql::ClauseElement* object : column.objects) m_index.emplace(object, int(i));
        m_types.push_back(column.type && column.type->needs_result() ? column.type.get() : nullptr);
    }
}

int ResultColumns::index_of(const sql::ColumnElement& column) const {
    auto at = m_index.find(column.identity());
    if (at == m_index.end()) at = m_index.find(&column);
    if (at != m_index.end()) return at->second;
    if (column.kind() == sql::Kind::label) return index_of(static_cast<const sql::Label&>(column).element());
    return -1;
}

Value RowReader::converted(Value value, const sql::TypeEngine& type) const {
    return value.is_none() && !type.should_evaluate_none() ? value : type.process_result(m_runtime, value);
}

int adapted_index(const QueryContext& context, const ResultColumns& result, ORMAdapter* adapter, sql::ColumnElement& column) {
    Ref<sql::ColumnElement> wanted(column);
    if (adapter) wanted = adapter->column(column);
    if (const auto& compound = context.compile_state.compound_eager_adapter) {
        const Ref<sql::ColumnElement> outer = compound->column(*wanted);
        if (const int index = result.index_of(*outer); index >= 0) return index;
    }
    return result.index_of(*wanted);
}

QueryContext::QueryContext(Session& s, std::shared_ptr<sql::Compiled> c, LoadOptions options)
    : session(s), compiled(std::move(c)), compile_state(static_cast<ORMCompileState&>(*compiled->compile_state)),
      load_options(options) {
    begin();
}

void QueryContext::begin() {
    static_assert(sizeof(uint32_t) == sizeof(runid));
    struct RunIds final : Runtime::Extension {
        explicit RunIds(Runtime&) {}
        uint32_t last = 0;
    };
    runid = ++session.runtime().extension<RunIds>().last;
    identity_map_generation = session.identity_map_generation();
}

QueryContext::~QueryContext() {
    if (is_top_level) post_loads->nested.clear(); // they hold post_loads in turn
}

PostLoad& QueryContext::post_load(const PathRegistry& path) {
    has_post_loads = true;
    std::shared_ptr<PostLoad>& waiting = post_loads->paths[path];
    if (!waiting) {
        waiting = std::make_shared<PostLoad>();
        post_loads->order.push_back(path);
    }
    return *waiting;
}

bool QueryContext::has_post_load(const PathRegistry& path, const MapperProperty& property) const {
    const auto at = post_loads->paths.find(path);
    if (at == post_loads->paths.end()) return false;
    for (const PostLoad::Entry& entry : at->second->loaders)
        if (entry.property == &property) return true;
    return false;
}

void PostLoad::invoke(const PathRegistry& path) {
    if (states.objects.empty()) return;
    const States waiting = take();
    for (const Entry& entry : loaders) {
        const auto is_wanted = [&](const Mapper* mapper) { return mapper->isa(*entry.limit_to); };
        if (std::ranges::all_of(waiting.mappers, is_wanted)) {
            entry.load(*entry.context, path, waiting.objects);
            continue;
        }
        std::vector<std::pair<Ref<Instance>, bool>> wanted;
        for (const auto& [object, overwrite] : waiting.objects)
            if (is_wanted(&static_cast<InstanceState*>(object->extension())->mapper())) wanted.emplace_back(object, overwrite);
        if (!wanted.empty()) entry.load(*entry.context, path, wanted);
    }
}

void PostLoad::add_state(InstanceState& state, bool overwrite, bool is_new) {
    if (!is_new) {
        for (; m_indexed < states.objects.size(); ++m_indexed)
            m_index.emplace(states.objects[m_indexed].first.get(), m_indexed);
        if (const auto at = m_index.find(&state.object()); at != m_index.end()) {
            states.objects[at->second].second = overwrite;
            return;
        }
    }
    states.objects.emplace_back(Ref<Instance>(state.object()), overwrite);
    if (std::ranges::find(states.mappers, &state.mapper()) == states.mappers.end()) states.mappers.push_back(&state.mapper());
}

PostLoad::States PostLoad::take() {
    m_index.clear();
    m_indexed = 0;
    return std::exchange(states, {});
}

} // namespace relata::orm
