// PathRegistry: where in a statement an entity or attribute stands: Project -> tasks -> Task -> assignee.
// SQLAlchemy: orm/path_registry.py.
#pragma once

#include "orm/interfaces.h"

#include <compare>
#include <string>
#include <vector>

namespace relata::orm {

/// A sequence of entity, property, entity, property ... Ends at either. A wildcard option's path has a token at its end
/// ("relationship:*"). Entities and properties are not owned: mappers live as long as the run, aliases as long as the
/// statement that names them. A value type: copying shares nothing that changes.
class PathRegistry {
  public:
    PathRegistry() = default; ///< the root: empty
    explicit PathRegistry(sql::Entity& entity);

    bool empty() const { return m_elements.empty() && m_token.empty(); }
    size_t size() const { return m_elements.size() + !m_token.empty(); }
    bool ends_at_entity() const { return m_token.empty() && m_elements.size() % 2 == 1; }
    bool ends_at_property() const { return m_token.empty() && !m_elements.empty() && m_elements.size() % 2 == 0; }
    bool is_token() const { return !m_token.empty(); }
    const std::string& token() const { return m_token; }

    sql::Entity& entity_at(size_t index) const { return *static_cast<sql::Entity*>(m_elements[index]); }
    MapperProperty& property_at(size_t index) const { return *static_cast<MapperProperty*>(m_elements[index]); }
    /// The entity that the path ends at; for a path that ends at a property, the one before it.
    sql::Entity& entity() const { return entity_at(ends_at_entity() ? m_elements.size() - 1 : m_elements.size() - 2); }
    MapperProperty& property() const { return property_at(ends_at_property() ? m_elements.size() - 1 : m_elements.size() - 2); }

    /// path[prop]: of a path that ends at an entity.
    /// A property of a subclass stands behind the subclass. SQLAlchemy: PropRegistry restates the path.
    PathRegistry operator[](MapperProperty& property) const;
    PathRegistry operator[](sql::Entity& entity) const { return with(&entity); }
    PathRegistry with_token(std::string token) const;
    /// Without its last element.
    PathRegistry parent() const;
    /// The elements of `prefix` taken off the front; nothing where this path does not begin with it (a subclass's mapper
    /// begins where its base stands). SQLAlchemy: Load._chop_path.
    bool chop(const PathRegistry& prefix, PathRegistry& rest) const;
    /// `this` and then `rest`.
    PathRegistry operator+(const PathRegistry& rest) const;
    /// path[0:-1] + rest: `rest` begins with the entity that this path ends at.
    PathRegistry prepend_to(const PathRegistry& rest) const;
    /// The last `count` elements again at the end: recursion of a self-referential option.
    PathRegistry repeated(size_t count) const;
    /// Puts another entity at the front.
    PathRegistry with_lead(sql::Entity& entity) const;
    bool contains_mapper(const sql::Entity& mapper) const;

    /// "Mapper[Task(task)] -> assignee": for messages.
    std::string text() const;
    friend bool operator==(const PathRegistry&, const PathRegistry&) = default;
    friend auto operator<=>(const PathRegistry&, const PathRegistry&) = default;

  private:
    PathRegistry with(RefCounted* element) const;
    std::vector<RefCounted*> m_elements;
    std::string m_token;
};

} // namespace relata::orm
