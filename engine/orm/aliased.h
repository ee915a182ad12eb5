// AliasedInsp: a mapped class under another name in a statement. SQLAlchemy: orm/util.py AliasedClass / AliasedInsp.
#pragma once

#include "orm/mapper.h"
#include "sql/visitors.h"

namespace relata::orm {

/// Adapts the columns of an entity's mapper to the FROM under which the entity stands.
/// SQLAlchemy: orm_util.ORMAdapter.
class ORMAdapter : public sql::ColumnAdapter {
  public:
    ORMAdapter(sql::Entity& entity, sql::FromClause& selectable, sql::AdapterOptions options = {});
    sql::Entity& entity() const { return m_entity; }

  private:
    sql::Entity& m_entity;
};

/// An alias of a mapper: `aliased(Task)`, or what a joined eager load makes for itself.
class AliasedInsp final : public sql::Entity {
  public:
    /// `selectable` null: an alias of the mapper's table. `name` empty: anonymous.
    AliasedInsp(Mapper& mapper, Ref<sql::FromClause> selectable, std::string name, bool adapt_on_names = false);
    std::string entity_name() const override { return m_mapper.entity_name(); }
    sql::FromClause* alias_selectable() const override { return m_selectable.get(); }
    Mapper& mapper() const { return m_mapper; }
    sql::FromClause& selectable() const { return *m_selectable; }
    const std::string& name() const { return m_name; }
    /// `with_polymorphic(Employee, [Manager])`: the base and its subclasses in one FROM: the joined tables, an anonymous
    /// subquery of them (`aliased`) or a join of aliases (`flat`). SQLAlchemy: AliasedInsp._with_polymorphic_factory.
    enum class Form { plain, subquery, flat };
    static Ref<AliasedInsp> with_polymorphic(Mapper& base, std::vector<Mapper*> mappers, Ref<sql::FromClause> selectable,
                                             Form form, bool use_mapper_path = false);
    const std::vector<Mapper*>& with_polymorphic_mappers() const { return m_with_polymorphic_mappers; }
    /// The part of with_polymorphic() for one of its classes, or null. SQLAlchemy: _entity_for_mapper.
    AliasedInsp* entity_for_mapper(const Mapper& mapper);
    /// What this is a part of; itself where it is no part. SQLAlchemy: _base_alias.
    const AliasedInsp* base_alias() const { return m_base ? m_base : this; }
    ~AliasedInsp() override;
    ORMAdapter& adapter() const { return *m_adapter; }
    /// The mapper's column as this alias has it, annotated with this entity.
    Ref<sql::ColumnElement> adapt_column(sql::ColumnElement& column, const std::string& key);
    /// "aliased(Task)"
    std::string text() const;
    /// Options and paths name it by its mapper: it stands for the class itself. SQLAlchemy: _use_mapper_path.
    bool use_mapper_path = false;

  private:
    Mapper& m_mapper;
    Ref<sql::FromClause> m_selectable;
    std::string m_name;
    std::shared_ptr<ORMAdapter> m_adapter;
    std::vector<Mapper*> m_with_polymorphic_mappers;
    std::vector<Ref<AliasedInsp>> m_with_polymorphic_entities; ///< of the mappers but the base
    AliasedInsp* m_base = nullptr;
};

/// An alias of what a mapper selects from; of joined tables a subquery, or (`flat`) the join of their aliases.
/// SQLAlchemy: FromClause._anonymous_fromclause.
Ref<sql::FromClause> anonymous_from(sql::FromClause& from, const std::string& name, bool flat);
/// The mapper of a Mapper or AliasedInsp.
Mapper& mapper_of(sql::Entity& entity);
AliasedInsp* as_aliased(sql::Entity& entity);
sql::FromClause& selectable_of(sql::Entity& entity);
std::string entity_text(sql::Entity& entity);
/// SQLAlchemy: _entity_corresponds_to_use_path_impl, _entity_corresponds_to.
bool entity_corresponds_to(sql::Entity& given, sql::Entity& entity);

/// What a program names by `Task.tasks`, `alias.tasks`, `Task.tasks.of_type(X)`, `Task.tasks.and_(...)`.
struct AttributeReference {
    sql::Entity* entity = nullptr; ///< Mapper or AliasedInsp
    MapperProperty* property = nullptr;
    sql::Entity* of_type = nullptr;
    std::vector<Ref<sql::ColumnElement>> extra_criteria{};
    std::vector<Ref<RefCounted>> keep{}; ///< aliases that the reference names
    std::string text() const; ///< "Task.tasks"
};
/// How modules hand attributes to the ORM: registered once per run.
using AttributeResolver = std::function<std::optional<AttributeReference>(Runtime&, const Value&)>;

} // namespace relata::orm
