#include "orm/properties.h"

#include "execution/run_state.h"
#include "orm/attributes.h"
#include "orm/mapper.h"
#include "orm/registry.h"
#include "orm/relationship.h"
#include "orm/relationship_reads.h"
#include "support/protocol.h"

namespace relata::orm {

ColumnProperty::ColumnProperty(std::vector<Ref<sql::ColumnElement>> columns, Options options)
    : StrategizedProperty(Kind::column), m_columns(std::move(columns)), m_options(std::move(options)) {
    set_strategy_key(m_options.query_expression ? StrategyKey::query_expression
                     : m_options.deferred ? (m_options.raiseload ? StrategyKey::deferred_raise : StrategyKey::deferred)
                                        : StrategyKey::column);
}

sql::Column* ColumnProperty::table_column() const {
    sql::ClauseElement* plain = column().identity();
    return plain->kind() == sql::Kind::column ? static_cast<sql::Column*>(plain) : nullptr;
}

void ColumnProperty::instrument_class(Mapper& mapper) { mapper.register_attribute(*this); }

std::string ColumnProperty::text() const { return MapperProperty::text(); }

Ref<ColumnProperty> ColumnProperty::copy() const { return make_ref<ColumnProperty>(m_columns, m_options); }

void SynonymProperty::instrument_class(Mapper& mapper) { mapper.register_attribute(*this); }

MapperProperty* SynonymProperty::resolved() const {
    const SynonymProperty* synonym = this;
    for (int depth = 0; depth < 16; ++depth) {
        MapperProperty* property = parent().find_property(synonym->target());
        if (!property || property->kind() != Kind::synonym) return property;
        synonym = static_cast<SynonymProperty*>(property);
    }
    return nullptr;
}

// ---- the class attribute -------------------------------------------------------------------------------------------

InstrumentedAttribute::InstrumentedAttribute(Type& type, Mapper& mapper, MapperProperty& property, int slot)
    : SlotDescriptor(type, slot), m_mapper(mapper), m_property(property) {
    // A read that the record wants to hear of must come by here.
    set_plain(!property.is_relationship() || !execution::RunState::of(type.runtime()).hears_reads());
}

InstrumentedAttribute::~InstrumentedAttribute() = default;

void InstrumentedAttribute::set_impl(std::unique_ptr<AttributeImpl> impl) {
    m_impl = std::move(impl);
    for (const Mapper* above = m_mapper.inherits(); above; above = above->inherits())
        if (const InstrumentedAttribute* attribute = above->class_attribute(key()))
            for (const auto& f : attribute->m_propagated) f(*m_impl);
    for (const auto& f : std::exchange(m_when_instrumented, {})) f(*m_impl);
}

void InstrumentedAttribute::propagate(std::function<void(AttributeImpl&)> f) {
    for (Mapper* mapper : m_mapper.self_and_descendants())
        if (InstrumentedAttribute* attribute = mapper->class_attribute(key()); attribute && attribute->m_impl)
            f(*attribute->m_impl);
        else if (attribute == this)
            m_when_instrumented.push_back(f);
    m_propagated.push_back(std::move(f));
}

void InstrumentedAttribute::when_instrumented(std::function<void(AttributeImpl&)> f) {
    if (m_impl)
        f(*m_impl);
    else
        m_when_instrumented.push_back(std::move(f));
}

Ref<sql::ColumnElement> InstrumentedAttribute::expression() {
    if (m_expression) return m_expression;
    if (RelationshipProperty* relationship = m_property->as_relationship()) {
        m_mapper.check_configure();
        m_expression = Ref<sql::ColumnElement>(relationship->primaryjoin());
        return m_expression;
    }
    ColumnProperty* column = m_property->as_column();
    if (!column) { // a synonym stands for its target
        MapperProperty* target = static_cast<SynonymProperty&>(*m_property).resolved();
        if (target && target->is_relationship())
            return m_mapper.class_attribute(target->key())->expression();
        column = target ? target->as_column() : nullptr;
        if (!column)
            throw Error(Exc::InvalidRequestError, "synonym() attribute \"" + m_property->text() +
                                                      "\" only supports ORM mapped attributes");
    }
    sql::Annotations annotations;
    sql::Annotations::Fields& fields = annotations.edit();
    fields.parententity = fields.parentmapper = fields.entity_namespace = fields.plugin_subject = &m_mapper;
    fields.plugin = orm_runtime(m_mapper.runtime()).compile_state_plugin;
    fields.proxy_key = m_property->key();
    m_expression = sql::annotated(column->column(), annotations);
    return m_expression;
}

namespace {

/// The attribute that holds the value: a synonym's target.
AttributeImpl& impl_of(InstrumentedAttribute& attribute) {
    if (attribute.impl()) return *attribute.impl();
    attribute.mapper().check_configure();
    return *attribute.impl();
}

InstanceState& state_of(Runtime& runtime, const InstrumentedAttribute& attribute, const Value& instance) {
    if (InstanceState* state = find_instance_state(instance)) return *state;
    // SQLAlchemy: exc.UnmappedInstanceError for an object whose __init__ did not run.
    throw Error(Exc::AttributeError, "'" + runtime.type_of(instance).name() +
                                         "' object has no attribute '_sa_instance_state' (" + attribute.key() + ")");
}

} // namespace

/// The lazy loader tells of every other read.
static void told_read_of_loaded(InstanceState& state, InstrumentedAttribute& attribute) {
    auto& run = execution::RunState::of(state.runtime());
    if (!run.hears_reads()) return;
    const std::string name = attribute.property().text();
    run.emit(execution::RelationshipRead{.relationship = name,
                                         .how = execution::RelationshipRead::How::already_loaded,
                                         .object = &state.object(),
                                         .session = state.session ? state.session->id() : 0});
}

void told_dict_was_read(InstanceState& state) {
    if (!execution::RunState::of(state.runtime()).hears_reads()) return;
    for (RelationshipProperty* property : state.mapper().relationships()) {
        InstrumentedAttribute* attribute = state.mapper().class_attribute(property->key());
        if (attribute && attribute->impl() && attribute->impl()->is_loaded(state)) told_read_of_loaded(state, *attribute);
    }
}

Value instrumented_attribute_get(Runtime& runtime, const Value& self, const Value& instance, Type&) {
    auto& attribute = self.get<InstrumentedAttribute>();
    if (!instance.is_set()) return self;
    if (attribute.property().kind() == MapperProperty::Kind::synonym)
        return get_attribute(runtime, instance, static_cast<SynonymProperty&>(attribute.property()).target());
    AttributeImpl& impl = impl_of(attribute);
    InstanceState& state = state_of(runtime, attribute, instance);
    if (attribute.property().is_relationship() && impl.is_loaded(state)) told_read_of_loaded(state, attribute);
    return impl.get(state).value;
}

void instrumented_attribute_set(Runtime& runtime, const Value& self, const Value& instance, const Value& value) {
    auto& attribute = self.get<InstrumentedAttribute>();
    if (attribute.property().kind() == MapperProperty::Kind::synonym)
        return set_attribute(runtime, instance, static_cast<SynonymProperty&>(attribute.property()).target(), value);
    InstanceState& state = state_of(runtime, attribute, instance);
    AttributeImpl& impl = impl_of(attribute);
    if (value.is_set())
        impl.set(state, value);
    else
        impl.remove_value(state);
}

Value get_attribute_value(InstanceState& state, const std::string& key) {
    return state.mapper().attribute(key).get(state).value;
}

void set_attribute_value(InstanceState& state, const std::string& key, const Value& value) {
    state.mapper().attribute(key).set(state, value);
}

History get_history(InstanceState& state, const std::string& key, Passive passive) {
    return state.mapper().attribute(key).get_history(state, passive);
}

void flag_modified(InstanceState& state, const std::string& key) {
    AttributeImpl& impl = state.mapper().attribute(key);
    for (const auto& f : impl.dispatch.modified) f(state, impl.modified_token);
    state.modified_event(impl, LoaderResult(), false, true);
}

void flag_dirty(InstanceState& state) { state.modified_event(); }

Value set_committed_value(InstanceState& state, const std::string& key, const Value& value) {
    return state.mapper().attribute(key).set_committed_value(state, value);
}

void del_attribute(InstanceState& state, const std::string& key) { state.mapper().attribute(key).remove_value(state); }

} // namespace relata::orm
