#include "orm/aliased.h"

#include "orm/context.h"
#include "sql/select.h"

#include <algorithm>

namespace relata::orm {

ORMAdapter::ORMAdapter(sql::Entity& entity, sql::FromClause& selectable, sql::AdapterOptions options)
    : sql::ColumnAdapter(selectable, std::move(options)), m_entity(entity) {}

Ref<sql::FromClause> anonymous_from(sql::FromClause& from, const std::string& name, bool flat) {
    const std::optional<std::string> given = name.empty() ? std::optional<std::string>() : name;
    if (from.kind() != sql::Kind::join) return from.alias(given);
    if (!flat) {
        auto select = make_ref<sql::Select>();
        select->raw_columns.push_back(Ref<sql::ClauseElement>(from));
        select->label_style = sql::LabelStyle::tablename_plus_col;
        select->auto_correlate = false;
        return select->subquery(given);
    }
    auto& join = static_cast<sql::Join&>(from);
    const auto named = [&](sql::FromClause& side) {
        const auto own = side.from_name();
        const bool is_named = !name.empty() && side.kind() != sql::Kind::join && own;
        return anonymous_from(side, is_named ? name + "_" + *own : name, true);
    };
    const Ref<sql::FromClause> left = named(join.left()), right = named(join.right());
    sql::ClauseAdapter to_left(*left), to_right(*right);
    const Ref<sql::ColumnElement> half = to_left(*join.onclause());
    return make_ref<sql::Join>(*left, *right, to_right(*half), join.isouter(), join.full());
}

Ref<AliasedInsp> AliasedInsp::with_polymorphic(Mapper& base, std::vector<Mapper*> mappers, Ref<sql::FromClause> selectable,
                                               Form form, bool use_mapper_path) {
    if (!selectable) {
        selectable = base.selectable_from_mappers(mappers);
        if (form != Form::plain) selectable = anonymous_from(*selectable, {}, form == Form::flat);
    }
    auto alias = make_ref<AliasedInsp>(base, selectable, std::string());
    alias->use_mapper_path = use_mapper_path;
    for (Mapper* mapper : mappers) {
        if (mapper == &base) continue;
        auto part = make_ref<AliasedInsp>(*mapper, selectable, std::string());
        part->use_mapper_path = use_mapper_path;
        part->m_base = alias.get();
        alias->m_with_polymorphic_entities.push_back(std::move(part));
    }
    alias->m_with_polymorphic_mappers = std::move(mappers);
    return alias;
}

AliasedInsp::~AliasedInsp() {
    for (const auto& part : m_with_polymorphic_entities) part->m_base = nullptr;
}

AliasedInsp* AliasedInsp::entity_for_mapper(const Mapper& mapper) {
    if (&mapper == &m_mapper) return this;
    for (const auto& part : m_with_polymorphic_entities)
        if (&part->mapper() == &mapper) return part.get();
    return nullptr;
}

std::string AliasedInsp::text() const {
    if (m_with_polymorphic_mappers.empty()) return "aliased(" + m_mapper.entity_name() + ")";
    std::string names;
    for (const Mapper* m : m_with_polymorphic_mappers)
        if (m != &m_mapper) names += (names.empty() ? "" : ", ") + m->entity_name();
    return "with_polymorphic(" + m_mapper.entity_name() + ", [" + names + "])";
}

AliasedInsp::AliasedInsp(Mapper& mapper, Ref<sql::FromClause> selectable, std::string name, bool adapt_on_names)
    : m_mapper(mapper), m_selectable(std::move(selectable)), m_name(std::move(name)) {
    if (!m_selectable)
        m_selectable = anonymous_from(mapper.selectable(), m_name, false);
    sql::AdapterOptions options;
    options.adapt_on_names = adapt_on_names;
    m_adapter = std::make_shared<ORMAdapter>(*this, *m_selectable, std::move(options));
}

Ref<sql::ColumnElement> AliasedInsp::adapt_column(sql::ColumnElement& column, const std::string& key) {
    Ref<sql::ColumnElement> adapted = m_adapter->column(column);
    sql::Annotations added;
    sql::Annotations::Fields& fields = added.edit();
    fields.parententity = fields.plugin_subject = this;
    fields.plugin = &orm_plugin(m_mapper.runtime());
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
        return std::ranges::any_of(aliased->with_polymorphic_mappers(), [&](Mapper* m) { return m == &entity; }) ||
               entity_corresponds_to(aliased->mapper(), entity);
    if (AliasedInsp *a = as_aliased(given), *b = as_aliased(entity); a || b) return a && b && a->base_alias() == b->base_alias();
    auto& a = static_cast<Mapper&>(given);
    auto& b = static_cast<Mapper&>(entity);
    return a.isa(b) || b.isa(a);
}

std::string AttributeReference::text() const {
    if (AliasedInsp* aliased = as_aliased(*entity)) return aliased->text() + "." + property->key();
    return mapper_of(*entity).entity_name() + "." + property->key();
}

} // namespace relata::orm
