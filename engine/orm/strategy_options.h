// Loader options: selectinload(), joinedload(), defer() and their chains. SQLAlchemy: orm/strategy_options.py.
#pragma once

#include "orm/aliased.h"
#include "orm/path_registry.h"
#include "sql/select.h"

namespace relata::orm {

/// Settings of one option beside its strategy. SQLAlchemy: local_opts, as fields.
struct LocalOptions {
    std::optional<bool> innerjoin{};
    bool innerjoin_unnested = false;
    std::optional<int> recursion_depth{}; ///< -1: without end
    bool undefer_primary_keys = false;
    std::string undefer_group{};
    Ref<sql::FromClause> eager_from_alias{};   ///< contains_eager(..., alias=...)
    Ref<RefCounted> eager_from_entity{};       ///< of_type(alias) of contains_eager
    bool empty() const {
        return !innerjoin && !innerjoin_unnested && !recursion_depth && !undefer_primary_keys && undefer_group.empty() &&
               !eager_from_alias && !eager_from_entity;
    }
    friend bool operator==(const LocalOptions&, const LocalOptions&) = default;
    /// Those of `other` where they are set, else these.
    LocalOptions united(const LocalOptions& other) const;
};

/// One element of an option: what is done at one path. SQLAlchemy: _LoadElement.
class LoadElement : public RefCounted {
  public:
    PathRegistry path;                   ///< ends at a property, at the entity behind it, or at a token
    std::optional<StrategyKey> strategy; ///< nothing: only settings, or defaultload
    bool contains_eager = false;         ///< joined, from joins that the statement has itself
    LocalOptions local_opts;
    bool propagate_to_loaders = false;
    std::optional<bool> reconcile_to_other;
    std::vector<Ref<sql::ColumnElement>> extra_criteria; ///< and_()
    sql::Entity* of_type = nullptr;
    std::vector<Ref<RefCounted>> keep;
    /// selectin_polymorphic(): the option is for the class that the path ends at, whose subclasses these are.
    std::vector<Mapper*> selectin_classes;
    /// What of_type() loads: the alias that it names, or one of the base and the subclass that it names; null without one.
    /// SQLAlchemy: _set_of_type_info.
    AliasedInsp* polymorphic_entity();
    bool is_opts_only() const { return !local_opts.empty() && !strategy; }

    /// What stands when both want the same path. Throws InvalidRequestError "Loader strategies for ... conflict".
    static Ref<LoadElement> reconcile(const Ref<LoadElement>& replacement, const Ref<LoadElement>& existing);

  private:
    Ref<AliasedInsp> m_polymorphic;
};

/// Which attributes a wildcard means.
enum class WildcardKind : uint8_t { relationship, column };

/// What `Load` methods take: which attribute or wildcard, and how to load it.
struct BindStrategy {
    std::optional<StrategyKey> strategy{};
    LocalOptions local_opts{};
    WildcardKind kind = WildcardKind::relationship;
    bool propagate_to_loaders = true;
    std::optional<bool> reconcile_to_other{};
    bool contains_eager = false;
};

/// An option, perhaps a chain: `selectinload(Project.tasks).joinedload(Task.assignee)`. Generative: each method returns
/// a copy. Wildcards without an entity (`raiseload("*")`) have an empty path until a statement gives them one.
class Load final : public sql::ExecutableOption {
  public:
    /// `Load(Task)`
    static Ref<Load> for_entity(sql::Entity& entity);
    /// `joinedload("*")`: applies to the entities of the statement.
    static Ref<Load> wildcard(const BindStrategy& bind, bool is_default = false);
    /// `joinedload(Task.assignee)`
    static Ref<Load> for_attribute(const AttributeReference& attribute, const BindStrategy& bind);

    /// selectin_polymorphic()
    Ref<Load> with_subclasses(std::vector<Mapper*> classes) const;
    Ref<Load> with_attribute(const AttributeReference& attribute, const BindStrategy& bind) const;
    Ref<Load> with_wildcard(const BindStrategy& bind, bool is_default = false) const;
    /// load_only(): several columns are loaded, the others of the entity deferred.
    Ref<Load> with_columns(const std::vector<AttributeReference>& attributes, const BindStrategy& bind) const;
    /// Sub-options: `.options(...)`.
    Ref<Load> with_options(const std::vector<Ref<Load>>& options) const;

    bool gather_cache_key(sql::CacheKey& key) const override;
    bool propagate_to_loaders() const { return m_propagate_to_loaders; }
    bool is_wildcard() const { return bool(m_wildcard); }
    /// Puts the elements into the statement's attributes. SQLAlchemy: process_compile_state.
    void process_compile_state(ORMCompileState& compile_state) const;
    /// "selectinload(Project.tasks)": for the record.
    std::string text() const;

  private:
    void bind_attribute(const AttributeReference& attribute, const BindStrategy& bind, bool in_group);
    void check_can_follow(const BindStrategy& bind) const;
    void process_element(ORMCompileState& compile_state, const Ref<LoadElement>& element, sql::Entity* lead, bool raise) const;

    PathRegistry m_path;
    std::vector<Ref<LoadElement>> m_context;
    Ref<LoadElement> m_wildcard; ///< of an option without entity
    bool m_propagate_to_loaders = false;
    std::vector<Ref<RefCounted>> m_keep;
};

/// with_loader_criteria(Task, Task.deleted_at.is_(None)). SQLAlchemy: orm/util.py LoaderCriteriaOption.
class LoaderCriteriaOption final : public sql::ExecutableOption {
  public:
    using Criteria = std::function<Ref<sql::ColumnElement>(sql::Entity&)>; ///< for the entity that it is applied to
    LoaderCriteriaOption(Mapper* mapper, Type* base_class, Criteria criteria, bool include_aliases, bool propagate)
        : m_mapper(mapper), m_base_class(base_class), m_criteria(std::move(criteria)), m_include_aliases(include_aliases),
          m_propagate(propagate) {}
    bool gather_cache_key(sql::CacheKey&) const override { return false; }
    bool propagate_to_loaders() const { return m_propagate; }
    bool applies_to(sql::Entity& entity) const;
    Ref<sql::ColumnElement> criterion(sql::Entity& entity) const;

  private:
    Mapper* m_mapper;   ///< null: every mapper of a class below `m_base_class`
    Type* m_base_class;
    Criteria m_criteria;
    bool m_include_aliases, m_propagate;
};

} // namespace relata::orm
