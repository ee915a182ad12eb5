// Mapper: looking up properties and attributes, identities, the values of columns.
#include "orm/attributes.h"
#include "orm/mapper.h"
#include "orm/registry.h"
#include "orm/relationship.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::orm {

const std::vector<Ref<MapperProperty>>& Mapper::iterate_properties() {
    check_configure();
    return m_properties;
}

MapperProperty* Mapper::find_property(std::string_view key) const {
    const auto found = m_by_key.find(key);
    return found == m_by_key.end() ? nullptr : found->second;
}

MapperProperty& Mapper::get_property(const std::string& key, bool configure) {
    if (configure) check_configure();
    if (MapperProperty* property = find_property(key)) return *property;
    throw Error(Exc::InvalidRequestError,
                "Mapper '" + text() + "' has no property '" + key +
                    "'.  If this property was indicated from other mappers or configure events, ensure "
                    "registry.configure() has been called.");
}

std::vector<ColumnProperty*> Mapper::column_attrs() const {
    std::vector<ColumnProperty*> result;
    for (const auto& property : m_properties)
        if (ColumnProperty* column = property->as_column()) result.push_back(column);
    return result;
}

std::vector<RelationshipProperty*> Mapper::relationships() {
    check_configure();
    std::vector<RelationshipProperty*> result;
    for (const auto& property : m_properties)
        if (RelationshipProperty* relationship = property->as_relationship()) result.push_back(relationship);
    return result;
}

ColumnProperty* Mapper::find_property_by_column(const sql::ClauseElement& column) const {
    const auto found = m_column_to_property.find(column.identity());
    return found == m_column_to_property.end() ? nullptr : found->second;
}

ColumnProperty& Mapper::get_property_by_column(const sql::ColumnElement& column) const {
    if (ColumnProperty* property = find_property_by_column(column)) return *property;
    const sql::ClauseElement* plain = column.identity();
    const std::string name = plain->kind() == sql::Kind::column ? static_cast<const sql::Column*>(plain)->text()
                                                                : column.name().value_or(column.class_name());
    throw Error(Exc::UnmappedColumnError, "No column " + name + " is configured on mapper " + text() + "...");
}

// ---- instrumentation -----------------------------------------------------------------------------------------------

AttributeImpl* Mapper::find_attribute(std::string_view key) const {
    const MapperProperty* property = find_property(key);
    if (!property) return nullptr;
    if (property->kind() == MapperProperty::Kind::synonym)
        if (!(property = static_cast<const SynonymProperty*>(property)->resolved())) return nullptr;
    const size_t index = size_t(property->index());
    return index < m_attributes.size() ? m_attributes[index] : nullptr;
}

AttributeImpl& Mapper::attribute(const std::string& key) const {
    if (AttributeImpl* impl = find_attribute(key)) return *impl;
    // SQLAlchemy: `manager[key]` of a ClassManager, which is a dict.
    throw Error(Exc::KeyError, {Value(runtime().make_str(key))});
}

InstrumentedAttribute* Mapper::class_attribute(std::string_view key) const {
    const Value* found = m_class.dict().find(key);
    return found && found->is_object() ? dynamic_cast<InstrumentedAttribute*>(found->as_object()) : nullptr;
}

InstrumentedAttribute& Mapper::register_attribute(MapperProperty& property) {
    if (InstrumentedAttribute* existing = class_attribute(property.key());
        existing && &existing->property() == &property)
        return *existing;
    Runtime& r = runtime();
    const int slot = m_class.add_slot(property.name());
    Ref<InstrumentedAttribute> attribute =
        r.make<InstrumentedAttribute>(r.type_for<InstrumentedAttribute>(), *this, property, slot);
    m_class.set_attribute(property.name(), Value(attribute));
    return *attribute;
}

void Mapper::set_attribute_impl(MapperProperty& property, std::unique_ptr<AttributeImpl> impl) {
    const size_t index = size_t(property.index());
    if (index >= m_attributes.size()) m_attributes.resize(index + 1);
    std::erase(m_collection_attributes, m_attributes[index]);
    m_attributes[index] = impl.get();
    if (impl->is_collection()) m_collection_attributes.push_back(impl.get());
    register_attribute(property).set_impl(std::move(impl));
}

Ref<Instance> Mapper::new_instance() {
    Ref<Instance> object = allocate_instance(m_class);
    setup_instance(*object);
    return object;
}

Ref<Instance> Mapper::allocate_instance(Type& cls) {
    const Instance::Room room{.extension_bytes = sizeof(InstanceState), .slots = uint32_t(cls.slot_names().size())};
    return runtime().make_with_room<Instance>(room.bytes(), cls, room);
}

InstanceState& Mapper::setup_instance(Instance& object) { return object.emplace_extension<InstanceState>(object, *this); }

// ---- identity ------------------------------------------------------------------------------------------------------

IdentityKey Mapper::identity_key(std::span<const Value> primary_key) const {
    IdentityKey key;
    key.mapper = m_base_mapper;
    key.identity = primary_key.size() == 1 ? primary_key[0] : Value(runtime().make_tuple(primary_key));
    return key;
}

std::vector<Value> Mapper::primary_key_from_state(InstanceState& state, Passive passive) const {
    std::vector<Value> values;
    for (const ColumnProperty* property : m_primary_key_properties) {
        const LoaderResult value = state.mapper().attribute(property->key()).get(state, passive);
        values.push_back(value.has_value() ? value.value : Value::none());
    }
    return values;
}

IdentityKey Mapper::identity_key_from_state(InstanceState& state, Passive passive) const {
    return identity_key(primary_key_from_state(state, passive));
}

// ---- values --------------------------------------------------------------------------------------------------------

LoaderResult Mapper::get_state_attr_by_column(InstanceState& state, const sql::ColumnElement& column,
                                              Passive passive) const {
    return state.mapper().attribute(get_property_by_column(column).key()).get(state, passive);
}

void Mapper::set_state_attr_by_column(InstanceState& state, const sql::ColumnElement& column, const Value& value) const {
    state.mapper().attribute(get_property_by_column(column).key()).set(state, value);
}

LoaderResult Mapper::get_committed_state_attr_by_column(InstanceState& state, const sql::ColumnElement& column,
                                                        Passive passive) const {
    return state.mapper().attribute(get_property_by_column(column).key()).get_committed_value(state, passive);
}

std::vector<sql::Column*> Mapper::primary_key_of(const sql::Table& table) const {
    if (table.primary_key_columns().empty()) { // `primary_key=[...]` of a table without one
        std::vector<sql::Column*> columns;
        for (sql::ColumnElement* c : m_primary_key)
            if (c->identity()->kind() == sql::Kind::column) columns.push_back(static_cast<sql::Column*>(c->identity()));
        return columns;
    }
    return table.primary_key_columns();
}

ColumnProperty* Mapper::version_id_property() const {
    return m_options.version_id_col ? find_property_by_column(*m_options.version_id_col) : nullptr;
}

bool Mapper::is_orphan(const InstanceState& state) const {
    for (const Mapper* m = this; m; m = m->m_options.inherits)
        for (RelationshipProperty* relationship : m->m_delete_orphans) {
            const AttributeImpl* impl = relationship->parent().find_attribute(relationship->key());
            if (impl && !impl->has_parent(state, state.has_identity())) return true;
        }
    return false;
}

// ---- events --------------------------------------------------------------------------------------------------------

bool Mapper::has_event(MapperEvent event) const {
    if (dispatch.has(event)) return true;
    for (const Mapper* m = m_options.inherits; m; m = m->m_options.inherits)
        if (m->dispatch.has(event) && std::ranges::any_of(m->dispatch.listeners(event), &EventListener::propagate)) return true;
    return orm_runtime(runtime()).mapper_events.has(event);
}

void Mapper::fire(MapperEvent event, std::initializer_list<Value> arguments) {
    orm_runtime(runtime()).mapper_events(runtime(), event, arguments);
    if (!m_options.inherits) return dispatch(runtime(), event, arguments);
    std::vector<std::pair<Mapper*, EventListener>> all;
    for (Mapper* m = this; m; m = m->m_options.inherits)
        for (const EventListener& listener : m->dispatch.listeners(event))
            if (m == this || listener.propagate) all.emplace_back(m, listener);
    std::ranges::sort(all, {}, [](const auto& entry) { return entry.second.order; });
    for (const auto& [mapper, listener] : all) mapper->dispatch.tell(runtime(), event, listener, arguments);
}

// ---- classes -------------------------------------------------------------------------------------------------------

Mapper* find_mapper(const Type& cls) {
    if (!cls.has(Type::mapped_class)) return nullptr;
    const MappedClass* mapped = cls.extension<MappedClass>();
    return mapped ? mapped->mapper.get() : nullptr;
}

Mapper& class_mapper(Type& cls, bool configure) {
    Mapper* mapper = find_mapper(cls);
    if (!mapper)
        throw Error(Exc::UnmappedClassError, "Class '" + cls.module() + "." + cls.qualified_name() + "' is not mapped");
    if (configure) mapper->check_configure();
    return *mapper;
}

} // namespace relata::orm
