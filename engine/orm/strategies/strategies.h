// The loader strategies, one file each. SQLAlchemy: orm/strategies.py.
#pragma once

#include "orm/collections.h"
#include "orm/context.h"
#include "orm/join_condition.h"
#include "orm/loading.h"
#include "support/protocol.h"

namespace relata::orm {

class PrimaryKeyPlan;

/// Selects a column with its object.
class ColumnLoader : public LoaderStrategy {
  public:
    using LoaderStrategy::LoaderStrategy;
    void init_class_attribute(Mapper& mapper) override;
    void setup_query(const SetupQuery& setup) override;
    void create_row_processor(const CreateRowProcessor& create) override;

  protected:
    ColumnProperty& property() const { return *parent_property().as_column(); }
};

/// Leaves a column out until it is read.
class DeferredColumnLoader final : public ColumnLoader, private AttributeLoader {
  public:
    using ColumnLoader::ColumnLoader;
    void init_class_attribute(Mapper& mapper) override;
    void setup_query(const SetupQuery& setup) override;
    void create_row_processor(const CreateRowProcessor& create) override;

  private:
    LoaderResult load(InstanceState& state, Passive passive) override;
    bool raises() const { return key() == StrategyKey::deferred_raise; }
};

/// Selects the expression that with_expression() gives, or the property's default. SQLAlchemy: ExpressionColumnLoader.
class QueryExpressionLoader final : public ColumnLoader {
  public:
    using ColumnLoader::ColumnLoader;
    void init_class_attribute(Mapper& mapper) override;
    void setup_query(const SetupQuery& setup) override;
    void create_row_processor(const CreateRowProcessor& create) override;
};

/// What relationship strategies share. SQLAlchemy: AbstractRelationshipLoader.
class RelationshipLoader : public LoaderStrategy {
  public:
    using LoaderStrategy::LoaderStrategy;
    void init_class_attribute(Mapper& mapper) override;

  protected:
    RelationshipProperty& property() const { return *parent_property().as_relationship(); }
    bool is_class_level() const { return property().strategy_key() == key(); }
    class LazyLoader& lazy_loader() const;
    AttributeImpl& impl(Mapper& mapper) const { return *mapper.attributes()[size_t(property().index())]; }
    /// Loads after the rows are read, object by object. SQLAlchemy: _immediateload_create_row_processor.
    void immediate_row_processor(const CreateRowProcessor& create) const;
    /// Where a post load may go. SQLAlchemy: PostLoader._setup_for_recursion.
    struct Recursion {
        bool run = true;
        PathRegistry effective_path{};
        std::map<const MapperProperty*, int> depth{}; ///< for the statement that loads
        bool is_recursive = false;
    };
    Recursion setup_for_recursion(const CreateRowProcessor& create) const;
    /// Whether the rows are of the class that has the relationship: one of a subclass is loaded with its base only where
    /// with_polymorphic() says so. SQLAlchemy: orm_util._entity_isa.
    bool is_entity_of_parent(const CreateRowProcessor& create) const;
    void told_eager_load(QueryContext& context, const char* strategy, std::span<const void* const> objects) const;
    /// For strategies that fill objects row by row: to be called with each that was filled; null where nobody listens.
    using ToldFilled = std::function<void(const InstanceState&)>;
    ToldFilled tells_eager_load(QueryContext& context, const char* strategy) const;
};

/// Loads when the attribute is read; also the base of raiseload. SQLAlchemy: LazyLoader.
class LazyLoader final : public RelationshipLoader, public AttributeLoader {
  public:
    LazyLoader(MapperProperty& property, StrategyKey key);
    void init_class_attribute(Mapper& mapper) override;
    void create_row_processor(const CreateRowProcessor& create) override;
    LoaderResult load(InstanceState& state, Passive passive) override { return load_for_state(state, passive); }
    /// The target is found by its primary key alone: the identity map may answer.
    bool use_get();
    struct How {
        const LoadElement* option = nullptr;
        const PathRegistry* effective_path = nullptr; ///< of a post load
        std::shared_ptr<PostLoads> post_loads{};
        execution::Cause::Kind cause = execution::Cause::Kind::lazy_load;
        const std::map<const MapperProperty*, int>* recursion_depth = nullptr; ///< of a recursive option
    };
    LoaderResult load_for_state(InstanceState& state, Passive passive, const How& how);
    LoaderResult load_for_state(InstanceState& state, Passive passive) { return load_for_state(state, passive, How()); }
    /// The parent's column that holds what a column of the target's primary key is.
    sql::ColumnElement* equated_column(const sql::ColumnElement& primary_key) const;

  private:
    void prepare();
    LoaderResult load_or_raise(InstanceState& state, Passive passive, const How& how);
    LoaderResult emit(Session& session, InstanceState& state, const std::vector<Value>& identity, Passive passive, const How& how);
    [[noreturn]] void raise_load(const char* lazy) const;
    void told(InstanceState& state, execution::RelationshipRead::How how) const;
    bool m_ready = false, m_use_get = false;
    Ref<sql::ColumnElement> m_criterion;
    std::vector<std::pair<std::string, sql::ColumnElement*>> m_parameters;
    std::vector<ColumnPair> m_equated;
    /// Loads for parents of one class that differ in their key only.
    struct ByKey {
        std::vector<AttributeImpl*> attributes; ///< of the parent, in the order of the target's primary key
        std::weak_ptr<sql::Compiled> compiled;  ///< the statement by primary key, once it was sent
        std::weak_ptr<PrimaryKeyPlan> plan;
    };
    ByKey& by_key(Mapper& parent);
    PrimaryKeyPlan* plan_for(ByKey& by_key, Session& session, execution::Cause::Kind cause);
    std::unordered_map<const Mapper*, ByKey> m_by_key;
};

class JoinedLoader final : public RelationshipLoader {
  public:
    using RelationshipLoader::RelationshipLoader;
    void setup_query(const SetupQuery& setup) override;
    void create_row_processor(const CreateRowProcessor& create) override;

  private:
    std::shared_ptr<ORMAdapter> user_defined_adapter(LoadElement& option) const;
    struct Splice;
    void create_eager_join(ORMCompileState& state, QueryEntity& query_entity, const PathRegistry& path, ORMAdapter* adapter,
                           Mapper* parentmapper, AliasedInsp& alias, bool innerjoin, bool unnested, bool chained,
                           const std::vector<Ref<sql::ColumnElement>>& extra);
};

class SelectInLoader final : public RelationshipLoader {
  public:
    using RelationshipLoader::RelationshipLoader;
    void create_row_processor(const CreateRowProcessor& create) override;

  private:
    using States = std::vector<std::pair<Ref<Instance>, bool>>;
    void load_for_path(QueryContext& context, const PathRegistry& path, const States& states, const LoadElement* option,
                       sql::Entity& entity, const Recursion& recursion);
    bool omit_join();
    std::optional<bool> m_omit_join;
    Ref<AliasedInsp> m_parent_alias;
};

class SubqueryLoader final : public RelationshipLoader {
  public:
    using RelationshipLoader::RelationshipLoader;
    void create_row_processor(const CreateRowProcessor& create) override;
};

class ImmediateLoader final : public RelationshipLoader {
  public:
    using RelationshipLoader::RelationshipLoader;
    void create_row_processor(const CreateRowProcessor& create) override;
};

class NoLoader final : public RelationshipLoader {
  public:
    using RelationshipLoader::RelationshipLoader;
    void init_class_attribute(Mapper& mapper) override;
    void create_row_processor(const CreateRowProcessor& create) override;
};

/// All conditions of the clause are equalities of these column pairs.
bool is_only_equalities(sql::ColumnElement& clause, size_t count);
/// Options that objects pass on to their own loads.
std::vector<Ref<sql::ExecutableOption>> propagating(const std::vector<Ref<sql::ExecutableOption>>& options);

} // namespace relata::orm
