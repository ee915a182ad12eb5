#include "orm/aliased.h"

namespace relata::orm {

ORMAdapter::ORMAdapter(sql::Entity& entity, sql::FromClause& selectable, sql::AdapterOptions options)
    : sql::ColumnAdapter(selectable, std::move(options)), m_entity(entity) {}

AliasedInsp::AliasedInsp(Mapper& mapper, Ref<sql::FromClause> selectable, std::string name, bool adapt_on_names)
    : m_mapper(mapper), m_selectable(std::move(selectable)), m_name(std::move(name)) {
    if (!m_selectable)
        m_selectable = mapper.persist_selectable().alias(m_name.empty() ? std::optional<std::string>() : m_name);
    sql::AdapterOptions options;
    options.adapt_on_names = adapt_on_names;
    m_adapter = std::make_shared<ORMAdapter>(*this, *m_selectable, std::move(options));
}

Ref<sql::ColumnElement> AliasedInsp::adapt_column(sql::ColumnElement& column, const std::string& key) {
    Ref<sql::ColumnElement> adapted = m_adapter->column(column);
    sql::Annotations added;
    sql::Annotations::Fields& fields = added.edit();
    fields.parententity = this;
    fields.parentmapper = &m_mapper;
    fields.proxy_key = key;
    fields.keep = Ref<RefCounted>(this);
    return sql::annotated(*adapted, added);
}

AliasedInsp* as_aliased(sql::Entity& entity) { return dynamic_cast<AliasedInsp*>(&entity); }

Mapper& mapper_of(sql::Entity& entity) {
    if (AliasedInsp* aliased = as_aliased(entity)) return aliased->mapper();
    return static_cast<Mapper&>(entity);
}

sql::FromClause& selectable_of(sql::Entity& entity) {
    if (AliasedInsp* aliased = as_aliased(entity)) return aliased->selectable();
    return static_cast<Mapper&>(entity).selectable();
}

std::string entity_text(sql::Entity& entity) {
    if (AliasedInsp* aliased = as_aliased(entity)) return aliased->text();
    return static_cast<Mapper&>(entity).text();
}

bool entity_corresponds_to(sql::Entity& given, sql::Entity& entity) {
    if (AliasedInsp* aliased = as_aliased(given); aliased && aliased->use_mapper_path)
        return entity_corresponds_to(aliased->mapper(), entity);
    if (as_aliased(entity) || as_aliased(given)) return &given == &entity;
    auto& a = static_cast<Mapper&>(given);
    auto& b = static_cast<Mapper&>(entity);
    return a.isa(b) || b.isa(a);
}

std::string AttributeReference::text() const {
    if (AliasedInsp* aliased = as_aliased(*entity)) return aliased->text() + "." + property->key();
    return mapper_of(*entity).entity_name() + "." + property->key();
}

} // namespace relata::orm
