// Annotations: what the ORM writes on SQL elements so that it can find its entities in a statement again.
#pragma once

#include "support/value.h"

#include <memory>
#include <optional>
#include <string>

namespace relata::sql {

class CompileStatePlugin;
class FromClause;

/// What an element belongs to: the ORM's Mapper or AliasedInsp derive from it. `sql` never looks inside.
class Entity : public RefCounted {
  public:
    /// The class's name, for error messages.
    virtual std::string entity_name() const = 0;
    /// What an aliased entity selects from; null for one that is its own table.
    virtual FromClause* alias_selectable() const { return nullptr; }
};

/// SQLAlchemy: SupportsAnnotations._annotations, as a closed set of fields instead of string keys. Copying is cheap: the
/// fields are shared until one changes.
class Annotations {
  public:
    struct Fields {
        Entity* parententity = nullptr; ///< not owned: see `keep`
        Entity* parentmapper = nullptr;
        Entity* entity_namespace = nullptr;
        CompileStatePlugin* plugin = nullptr; ///< compile_state_plugin
        Entity* plugin_subject = nullptr;
        std::string proxy_key;
        bool is_bundle = false;
        bool remote = false, foreign = false, local = false;
        bool should_not_adapt = false;
        bool no_replacement_traverse = false;
        bool orm_adapt = false;
        bool ok_to_adapt_in_join_condition = false; ///< _orm_adapt of relationship criteria
        const void* tag = nullptr;                  ///< for other uses of the ORM (adapt_column, a path)
        Ref<RefCounted> keep;                       ///< what must live as long as the element (an AliasedInsp)
        Ref<RefCounted> extra;
    };
    bool empty() const { return !m_fields; }
    const Fields& operator*() const { return m_fields ? *m_fields : none(); }
    const Fields* operator->() const { return &**this; }
    /// The fields to write to.
    Fields& edit() {
        m_fields = m_fields ? std::make_shared<Fields>(*m_fields) : std::make_shared<Fields>();
        return *m_fields;
    }
    /// Adds those fields of `other` that are set.
    void merge(const Annotations& other);

  private:
    static const Fields& none();
    std::shared_ptr<Fields> m_fields;
};

} // namespace relata::sql
