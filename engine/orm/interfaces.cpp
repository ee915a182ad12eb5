#include "orm/interfaces.h"

#include "orm/mapper.h"
#include "orm/relationship.h"

namespace relata::orm {

const char* direction_name(Direction direction) {
    return direction == Direction::one_to_many   ? "ONETOMANY"
           : direction == Direction::many_to_one ? "MANYTOONE"
                                                 : "MANYTOMANY";
}

const char* strategy_name(StrategyKey key) {
    switch (key) {
    case StrategyKey::column:
    case StrategyKey::column_uninstrumented: return "column";
    case StrategyKey::deferred:
    case StrategyKey::deferred_raise: return "deferred";
    case StrategyKey::query_expression: return "query_expression";
    case StrategyKey::select: return "select";
    case StrategyKey::joined: return "joined";
    case StrategyKey::subquery: return "subquery";
    case StrategyKey::selectin: return "selectin";
    case StrategyKey::immediate: return "immediate";
    case StrategyKey::raise: return "raise";
    case StrategyKey::raise_on_sql: return "raise_on_sql";
    case StrategyKey::noload: return "noload";
    case StrategyKey::dynamic: return "dynamic";
    case StrategyKey::write_only: return "write_only";
    case StrategyKey::do_nothing: break;
    }
    return "do_nothing";
}

ColumnProperty* MapperProperty::as_column() { return is_column() ? static_cast<ColumnProperty*>(this) : nullptr; }

RelationshipProperty* MapperProperty::as_relationship() {
    return is_relationship() ? static_cast<RelationshipProperty*>(this) : nullptr;
}

std::string MapperProperty::text() const {
    return (m_parent ? m_parent->mapped_class().name() + "." : std::string()) + m_key;
}

void MapperProperty::set_parent(Mapper& mapper, const std::string& key, int index) {
    m_parent = &mapper;
    m_key = key;
    m_name = mapper.runtime().intern(key);
    m_index = index;
}

void MapperProperty::init() {
    if (m_configure_started) return;
    m_configure_started = true;
    do_init();
    m_configured = true;
}

LoaderStrategy& StrategizedProperty::strategy(StrategyKey key) {
    std::unique_ptr<LoaderStrategy>& strategy = m_strategies[key];
    if (!strategy) strategy = make_loader_strategy(*this, key);
    return *strategy;
}

void StrategizedProperty::post_instrument_class(Mapper& mapper) {
    // SQLAlchemy: StrategizedProperty.post_instrument_class: a class that inherits the property has it already.
    if (&parent() == &mapper) strategy().init_class_attribute(mapper);
}

} // namespace relata::orm
