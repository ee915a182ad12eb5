#include "orm/strategies/strategies.h"

#include <algorithm>

namespace relata::orm {

namespace {

AttributeImpl::Options column_options(ColumnProperty& property) {
    AttributeImpl::Options options;
    const sql::TypeRef type = property.column().type;
    options.active_history = property.active_history() || property.column().is_primary_key();
    options.accepts_scalar_loader = true;
    if (type)
        options.is_equal = [type](Runtime& runtime, const Value& a, const Value& b) {
            if (const auto known = type->compare_values(runtime, a, b)) return *known;
            return equal(runtime, a, b);
        };
    return options;
}

} // namespace

void ColumnLoader::init_class_attribute(Mapper& mapper) {
    register_attribute(static_cast<StrategizedProperty&>(parent_property()), mapper, column_options(property()));
}

void ColumnLoader::setup_query(const SetupQuery& setup) {
    Ref<sql::ColumnElement> fetch;
    for (const Ref<sql::ColumnElement>& mapped : property().columns()) {
        Ref<sql::ColumnElement> column = mapped;
        if (setup.adapter) {
            column = setup.adapter->column(*mapped);
            if (setup.check_for_adapt && column == mapped && mapped->table()) return;
        }
        setup.column_collection->add(column);
        if (!fetch) fetch = mapped;
    }
    setup.memoized_populators->setups[&parent_property()] = {MemoizedPopulators::Setup::Kind::column, fetch};
}

void ColumnLoader::create_row_processor(const CreateRowProcessor& create) {
    AttributeImpl* impl = create.mapper.attributes()[size_t(parent_property().index())];
    if (!impl) return;
    for (const Ref<sql::ColumnElement>& column : property().columns()) {
        const int index = adapted_index(create.context, create.result, create.adapter, *column);
        if (index < 0) continue;
        create.populators.quick.push_back({impl, index, create.result.type_of(index)});
        return;
    }
    create.populators.expire.emplace_back(impl, true);
}

void DeferredColumnLoader::init_class_attribute(Mapper& mapper) {
    AttributeImpl::Options options = column_options(property());
    options.loader = this;
    options.load_on_unexpire = false;
    register_attribute(static_cast<StrategizedProperty&>(parent_property()), mapper, std::move(options));
}

void DeferredColumnLoader::setup_query(const SetupQuery& setup) {
    const ORMCompileState::Options& options = setup.compile_state.options();
    const bool is_primary_key = std::ranges::any_of(property().columns(), [](const auto& c) { return c->is_primary_key(); });
    const LoadElement* option = setup.loadopt;
    // SQLAlchemy: Mapper._should_undefer_in_wildcard: an option never defers the primary key.
    if ((option && is_primary_key) ||
        (option && !property().group().empty() && option->local_opts.undefer_group == property().group()) ||
        (options.has_only_load_props && options.wants(parent_property())))
        return ColumnLoader::setup_query(setup);
    const bool is_class_level = static_cast<StrategizedProperty&>(parent_property()).strategy_key() == key();
    using Kind = MemoizedPopulators::Setup::Kind;
    setup.memoized_populators->setups[&parent_property()] = {is_class_level ? Kind::set_deferred_expired
                                                             : raises()     ? Kind::raise_for_state
                                                                            : Kind::defer_for_state,
                                                             {}};
}

void DeferredColumnLoader::create_row_processor(const CreateRowProcessor& create) {
    AttributeImpl* impl = create.mapper.attributes()[size_t(parent_property().index())];
    if (!impl) return;
    // The strategy lives as long as the mapper: the states only point to it.
    const std::shared_ptr<AttributeLoader> loader(std::shared_ptr<void>(), this);
    create.populators.new_.push_back({impl, [impl, loader](InstanceState& state, const RowReader&) {
                                          state.object().set_slot(size_t(impl->slot()), Value());
                                          state.set_loader(*impl, loader);
                                      }});
}

// SQLAlchemy: DeferredColumnLoader._load_for_state.
LoaderResult DeferredColumnLoader::load(InstanceState& state, Passive passive) {
    if (!state.has_identity()) return LoaderResult::Status::attr_empty;
    if (!has(passive, Passive::sql_ok)) return LoaderResult::Status::passive_no_result;
    Mapper& mapper = state.mapper();
    std::vector<AttributeImpl*> to_load;
    for (ColumnProperty* other : mapper.column_attrs()) {
        AttributeImpl* impl = mapper.attributes()[size_t(other->index())];
        if (!impl || impl->is_loaded(state)) continue;
        if (other == &property() || (!property().group().empty() && other->group() == property().group())) to_load.push_back(impl);
    }
    if (!object_session(state))
        throw Error(Exc::DetachedInstanceError, "Parent instance " + state.text() +
                                                    " is not bound to a Session; deferred load operation of attribute '" +
                                                    parent_property().key() + "' cannot proceed")
            .with("code", Value(state.runtime().make_str("bhk3")));
    if (raises())
        throw Error(Exc::InvalidRequestError, "'" + parent_property().text() + "' is not available due to raiseload=True");
    load_scalar_attributes(mapper, state, std::move(to_load), Passive::off);
    return LoaderResult::Status::attr_was_set;
}

} // namespace relata::orm
