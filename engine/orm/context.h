// Context: SELECT, INSERT, UPDATE and DELETE over mapped classes: how a session runs them. SQLAlchemy: orm/context.py.
#pragma once

#include "dbapi/connection.h"
#include "orm/session.h"
#include "orm/strategy_options.h"
#include "sql/compiler.h"

#include <functional>
#include <set>
#include <unordered_map>

namespace relata::execution {
class ResultMetadata;
}

namespace relata::orm {

/// Session.execute. A statement over entities becomes a core statement first and its rows become objects; any other goes
/// to the connection as it is. Returns a Result object.
Value execute(Session& session, sql::ClauseElement& statement, const ExecuteOptions& options = {});

/// Columns to select, each once. SQLAlchemy: primary_columns / secondary_columns with dedupe_columns.
class ColumnCollection {
  public:
    explicit ColumnCollection(std::unordered_set<const sql::ClauseElement*>& seen) : m_seen(seen) {}
    /// False where it was there.
    bool add(const Ref<sql::ColumnElement>& column);
    void append(const Ref<sql::ColumnElement>& column) { m_columns.push_back(column); }
    const std::vector<Ref<sql::ColumnElement>>& columns() const { return m_columns; }

  private:
    std::unordered_set<const sql::ClauseElement*>& m_seen;
    std::vector<Ref<sql::ColumnElement>> m_columns;
};

/// What setup_query decided for column attributes at one path. SQLAlchemy: "memoized_setups".
class MemoizedPopulators {
  public:
    struct Setup {
        enum class Kind : uint8_t { column, set_deferred_expired, defer_for_state, raise_for_state } kind;
        Ref<sql::ColumnElement> column;
    };
    std::unordered_map<const MapperProperty*, Setup> setups;
};

/// Where a compiled statement's columns stand in its rows.
class ResultColumns {
  public:
    explicit ResultColumns(const sql::Compiled& compiled);
    /// -1: not in the rows.
    int index_of(const sql::ColumnElement& column) const;
    const sql::TypeEngine* type_of(int index) const { return m_types[size_t(index)]; }

  private:
    std::unordered_map<const sql::ClauseElement*, int> m_index;
    std::vector<const sql::TypeEngine*> m_types; ///< null: the value needs no conversion
};

/// The current row of a cursor, or a row that was read before.
class RowReader {
  public:
    RowReader(Runtime& runtime, dbapi::Cursor& cursor) : m_runtime(runtime), m_cursor(&cursor) {}
    /// `values` went through their types already.
    RowReader(Runtime& runtime, const Value* values) : m_runtime(runtime), m_values(values) {}
    Value value(int column, const sql::TypeEngine* type) const {
        if (m_values) return m_values[column];
        return type ? converted(m_cursor->column(column), *type) : m_cursor->column(column);
    }

  private:
    Value converted(Value value, const sql::TypeEngine& type) const;
    Runtime& m_runtime;
    dbapi::Cursor* m_cursor = nullptr;
    const Value* m_values = nullptr;
};

/// Fills the attributes of one entity from rows.
class Populators {
  public:
    using Populate = std::function<void(InstanceState&, const RowReader&)>;
    struct Quick {
        AttributeImpl* impl;
        int column;
        const sql::TypeEngine* type;
    };
    struct Entry {
        AttributeImpl* impl;
        Populate populate;
    };
    std::vector<Quick> quick;
    std::vector<std::pair<AttributeImpl*, bool>> expire; ///< with `set_callable`
    std::vector<Entry> new_, existing, eager, delayed;
};

using RowProcessor = std::function<Value(const RowReader&)>;

/// One thing that a statement selects. SQLAlchemy: _QueryEntity.
class QueryEntity {
  public:
    virtual ~QueryEntity() = default;
    virtual bool is_mapper_entity() const { return false; }
    /// The Mapper or AliasedInsp that it belongs to, or null.
    virtual sql::Entity* entity_zero() const { return nullptr; }
    virtual void setup_compile_state(ORMCompileState& compile_state) = 0;
    virtual RowProcessor row_processor(QueryContext& context, ResultColumns& result) = 0;
    virtual const sql::ClauseElement* target() const { return nullptr; } ///< finds the column in a Result
    std::string label_name;
    virtual bool by_identity() const { return false; }
};

/// A mapped class among the columns. SQLAlchemy: _MapperEntity.
class MapperEntity final : public QueryEntity {
  public:
    MapperEntity(sql::Entity& entity, const sql::ClauseElement* target);
    bool is_mapper_entity() const override { return true; }
    sql::Entity* entity_zero() const override { return &m_entity; }
    Mapper& mapper() const { return mapper_of(m_entity); }
    const PathRegistry& path() const { return m_path; }
    void setup_compile_state(ORMCompileState& compile_state) override;
    RowProcessor row_processor(QueryContext& context, ResultColumns& result) override;
    const sql::ClauseElement* target() const override { return m_target; }
    bool by_identity() const override { return true; }
    ORMAdapter* adapter() const;

  private:
    sql::Entity& m_entity;
    const sql::ClauseElement* m_target;
    PathRegistry m_path;
    Ref<AliasedInsp> m_joined_alias; ///< under which a join put the mapper by itself
};

/// A statement over entities as it is compiled. SQLAlchemy: ORMCompileState, ORMSelectCompileState.
class ORMCompileState final : public sql::CompileState {
  public:
    /// What a loader asks of the compilation; kept with the Select. SQLAlchemy: default_compile_options.
    struct Options : RefCounted {
        PathRegistry current_path{};
        bool enable_eagerloads = true;
        bool for_refresh_state = false;
        bool render_for_subquery = false;
        bool is_dml = false; ///< RETURNING: there is no FROM to join to
        std::vector<AttributeImpl*> only_load_props{};
        bool has_only_load_props = false;
        std::vector<Ref<RefCounted>> keep{};
        /// Relationships back to the parent that a lazy load leaves lazy. SQLAlchemy: _lazyload_reverse.
        std::vector<RelationshipProperty*> lazyload_reverse{};
        static const Options* find(const sql::Select& select);
        bool wants(const MapperProperty& property) const;
    };
    /// What a join of an eager load stands for. SQLAlchemy: _ORMJoin._left_memo, _right_memo.
    struct JoinMemo {
        Mapper* left = nullptr; ///< null: unknown
        PathRegistry right{};   ///< empty: unknown
        std::shared_ptr<sql::ClauseAdapter> target_adapter{};
    };
    std::unordered_map<const sql::FromClause*, JoinMemo> join_memos;
    /// One join that eager loading adds. SQLAlchemy: compile_state.eager_joins.
    struct EagerJoin {
        const void* key;
        Ref<sql::FromClause> join;
        sql::FromClause* stop_on;
    };

    ORMCompileState(Runtime& runtime, sql::Select& statement, bool toplevel, const Options& options);
    /// `compiler` null: nobody asks for text.
    void generate(sql::SQLCompiler* compiler);
    /// Only what the entities need of rows that another statement brings.
    void generate_from_statement();
    Options& options() { return m_options; }
    const std::vector<std::unique_ptr<QueryEntity>>& entities() const { return m_entities; }
    sql::Select& select_statement() const { return *m_select; }
    Runtime& runtime() const { return *m_runtime; }

    void set_loader(const PathRegistry& path, const Ref<LoadElement>& element);
    /// The option that applies to a property at a path: its own, then wildcards. SQLAlchemy: _get_context_loader.
    bool has_loader(const PathRegistry& path) const { return m_loaders.contains(path); }
    LoadElement* loader_for(StrategizedProperty& property, const PathRegistry& path);
    /// How the property is loaded at a path, with the option found for it or without.
    LoaderStrategy& strategy_for(StrategizedProperty& property, const LoadElement* option, const PathRegistry& path) const;

    ColumnCollection& primary_columns() { return m_primary_columns; }
    ColumnCollection& secondary_columns() { return m_secondary_columns; }
    MemoizedPopulators& memoized_populators(const PathRegistry& path) { return m_memoized[path]; }
    std::vector<EagerJoin> eager_joins;
    std::vector<Ref<sql::ColumnElement>> eager_order_by;
    std::vector<Ref<sql::FromClause>> from_clauses;
    /// Run after all entities have set up their columns.
    std::vector<std::function<void()>> create_eager_joins;
    bool multi_row_eager_loaders = false;
    bool eager_adding_joins = false;
    bool loaders_require_uniquing = false;
    std::unique_ptr<ResultColumns> result_columns; ///< of the compiled statement, made when rows are first read
    std::shared_ptr<sql::ColumnAdapter> compound_eager_adapter;
    /// The adapter that a joined eager load made at a path. SQLAlchemy: ("eager_row_processor", path).
    struct EagerRowProcessor {
        std::shared_ptr<ORMAdapter> adapter;
        Ref<AliasedInsp> alias;
    };
    std::map<PathRegistry, EagerRowProcessor> eager_row_processors;
    const std::map<PathRegistry, Ref<LoadElement>>& loaders() const { return m_loaders; }
    /// LIMIT, OFFSET, DISTINCT, GROUP BY: an eager join must not multiply the rows that they count.
    bool should_nest_selectable() const;
    /// with_loader_criteria() conditions for an entity.
    std::vector<Ref<sql::ColumnElement>> additional_entity_criteria(sql::Entity& entity) const;
    void add_extra_criteria_entity(sql::Entity& entity) { m_extra_criteria_entities.push_back(&entity); }
    void add_fallback_from(sql::FromClause& from) { m_fallback_from_clauses.emplace_back(from); }
    void keep(Ref<RefCounted> object) { m_keep.push_back(std::move(object)); }
    /// Columns of `mapper` stand under an alias that a join made on its own account.
    /// SQLAlchemy: _mapper_loads_polymorphically_with.
    void load_polymorphically_with(Mapper& mapper, AliasedInsp& alias);
    /// Those columns in a clause replaced. SQLAlchemy: _get_current_adapter, _adapt_polymorphic_element.
    Ref<sql::ColumnElement> adapt_polymorphic(const Ref<sql::ColumnElement>& clause) const;
    /// The alias of a mapper that was joined so, or null.
    AliasedInsp* polymorphic_alias(const Mapper& mapper) const;
    /// The entity that columns are adapted to while the inner SELECT is being built; entities found in FROM.
    bool is_toplevel() const { return m_toplevel; }
    std::vector<std::string> option_texts() const;

    void create_entities();

  private:
    friend class JoinBuilder;
    void process_options();
    void init_global_criteria(sql::SQLCompiler* compiler);
    Ref<sql::Select> simple_statement();
    Ref<sql::Select> compound_eager_statement();
    Ref<sql::Select> select_statement_of(std::vector<Ref<sql::ColumnElement>> columns,
                                         std::vector<Ref<sql::FromClause>> froms);
    void adjust_for_extra_criteria();
    std::string label_of(sql::ColumnElement& column);

    Runtime* m_runtime = nullptr;
    Ref<sql::Select> m_select;
    bool m_toplevel;
    Options m_options;
    std::vector<std::unique_ptr<QueryEntity>> m_entities;
    std::unordered_set<const sql::ClauseElement*> m_dedupe;
    ColumnCollection m_primary_columns{m_dedupe}, m_secondary_columns{m_dedupe};
    std::map<PathRegistry, MemoizedPopulators> m_memoized;
    std::map<PathRegistry, Ref<LoadElement>> m_loaders;
    /// with_loader_criteria() holds for every statement inside the outermost one. SQLAlchemy: global_attributes.
    struct GlobalCriteria : RefCounted {
        std::vector<Ref<LoaderCriteriaOption>> options;
        bool toplevel_orm = false;
        void add(LoaderCriteriaOption& option);
    };
    Ref<GlobalCriteria> m_criteria = make_ref<GlobalCriteria>();
    std::vector<const sql::Entity*> m_join_entities; ///< right sides: their criteria stand in ON
    std::vector<Ref<sql::ColumnElement>> m_where_criteria, m_order_by, m_group_by, m_having_criteria;
    std::unordered_map<const void*, Ref<AliasedInsp>> m_polymorphic_adapters; ///< by Mapper and by table
    std::vector<sql::Entity*> m_extra_criteria_entities;
    std::vector<Ref<sql::FromClause>> m_fallback_from_clauses;
    std::set<std::string> m_label_names;
    std::map<std::string, int> m_anonymous_labels;
    std::vector<Ref<RefCounted>> m_keep;
};

/// Options and path that objects were loaded with. SQLAlchemy: InstanceState.load_options, load_path.
struct LoadContext final : RefCounted {
    std::vector<Ref<sql::ExecutableOption>> options;
    PathRegistry path;
};

/// Objects that wait for a second statement. SQLAlchemy: loading.PostLoad.
class PostLoad {
  public:
    using Loader = std::function<void(QueryContext&, const PathRegistry& path, const std::vector<std::pair<Ref<Instance>, bool>>& states)>;
    struct Entry {
        const MapperProperty* property;
        Mapper* limit_to;
        QueryContext* context; ///< of the statement that asked for it
        Loader load;
    };
    std::vector<Entry> loaders;
    struct States {
        std::vector<std::pair<Ref<Instance>, bool>> objects; ///< with `overwrite`
        std::vector<const Mapper*> mappers;                  ///< of the objects, each once
    } states;
    /// `is_new`: the object was made a moment ago, so it cannot be there.
    void add_state(InstanceState& state, bool overwrite, bool is_new);
    /// What waits; nothing does afterwards.
    States take();
    /// Loads what waits. SQLAlchemy: PostLoad.invoke.
    void invoke(const PathRegistry& path);

  private:
    std::unordered_map<Instance*, size_t> m_index; ///< of the first m_indexed objects
    size_t m_indexed = 0;
};

/// What waits for second statements, by path: of one statement and of those that its own second statements bring, so that
/// each level is loaded as a whole. SQLAlchemy: QueryContext.post_load_paths, top_level_context.
struct PostLoads {
    std::map<PathRegistry, std::shared_ptr<PostLoad>> paths;
    std::vector<PathRegistry> order;
    std::vector<std::shared_ptr<QueryContext>> nested; ///< whose loaders wait
};

/// One execution of a statement over entities. SQLAlchemy: QueryContext.
class QueryContext {
  public:
    struct LoadOptions {
        bool populate_existing = false;
        InstanceState* refresh_state = nullptr;
        bool invoke_all_eagers = true;
        bool is_user_refresh = false;
        bool version_check = false;
        std::optional<size_t> yield_per{};
    };
    QueryContext(Session& s, std::shared_ptr<sql::Compiled> c, LoadOptions options);
    ~QueryContext();
    QueryContext(const QueryContext&) = delete;
    QueryContext& operator=(const QueryContext&) = delete;
    /// The statement is executed once more: what it loads is told from what it loaded before.
    void begin();
    Session& session;
    std::shared_ptr<sql::Compiled> compiled;
    ORMCompileState& compile_state;
    LoadOptions load_options;
    std::vector<Ref<sql::ExecutableOption>> propagated_loader_options;
    Ref<sql::Select> statement; ///< the one that runs: its values are not those of the cached compilation
    std::map<std::string, Value> parameters;
    std::shared_ptr<struct SubqueryOrigin> subquery_origin; ///< of the statements that subquery loads make
    uint32_t runid;
    uint32_t identity_map_generation; ///< of the session when the statement ran
    execution::ExecutionOptions execution_options;
    std::shared_ptr<PostLoads> post_loads = std::make_shared<PostLoads>();
    bool is_top_level = true;    ///< else another context runs what waits
    bool has_post_loads = false; ///< it added to what waits
    std::unordered_map<const InstanceState*, std::vector<AttributeImpl*>> partials;
    std::vector<Ref<Instance>> loaded_objects; ///< of the rows being read: the identity map is weak
    /// What subquery loads read once per execution.
    std::map<PathRegistry, std::shared_ptr<void>> attributes;
    /// Levels that recursion_depth= still allows. SQLAlchemy: "_recursion_depth_..." among the execution options.
    std::map<const MapperProperty*, int> recursion_depth;
    bool loaders_require_uniquing = false;
    bool loaders_require_buffering = false;
    bool fills_columns_only = true; ///< no populator of the rows does more
    std::vector<Ref<RefCounted>> kept;
    PostLoad& post_load(const PathRegistry& path);
    bool has_post_load(const PathRegistry& path, const MapperProperty& property) const;
};

/// The ORM's plugin of the SQL layer, made once per run.
sql::CompileStatePlugin& orm_plugin(Runtime& runtime);

/// `select(Entity)` as a loader makes it, with its columns labeled by table.
Ref<sql::Select> entity_select(sql::Entity& entity, const ORMCompileState::Options& options);
/// An entity as an element of a statement: its FROM, annotated. SQLAlchemy: `__clause_element__`.
Ref<sql::FromClause> entity_clause(sql::Entity& entity);
/// The Mapper or AliasedInsp that an element was annotated with, or null.
sql::Entity* parent_entity(const sql::ClauseElement& element);

/// `Task.assignee` inside a statement: a relationship as the ON clause or target of a join, or in an option.
class RelationshipClause final : public sql::ColumnElement {
  public:
    explicit RelationshipClause(AttributeReference r)
        : sql::ColumnElement(sql::Kind::extension), reference(std::move(r)) {}
    std::string class_name() const override { return "InstrumentedAttribute"; }
    Ref<sql::ClauseElement> clone() const override { return make_ref<RelationshipClause>(*this); }
    bool gather_cache_key(sql::CacheKey&) const override { return false; }
    void collect_from_objects(std::vector<sql::FromClause*>&) const override {}
    std::optional<std::string> key() const override { return reference.property->key(); }
    /// The join condition. SQLAlchemy: RelationshipProperty.Comparator.__clause_element__.
    Ref<sql::ClauseElement> extension_expression() const override;
    AttributeReference reference;
};


/// Lets each property of `mapper` add what it needs. SQLAlchemy: loading._setup_entity_query.
struct EntitySetup {
    ORMCompileState& compile_state;
    QueryEntity& query_entity;
    const PathRegistry& path;
    ORMAdapter* adapter = nullptr;
    ColumnCollection& columns;
    Mapper* parentmapper = nullptr;
    bool chained_from_outerjoin = false;
    AliasedInsp* polymorphic = nullptr; ///< whose subclasses are selected with the entity
};
void setup_entity_query(Mapper& mapper, const EntitySetup& setup);

/// Turns rows into objects of `mapper`. SQLAlchemy: loading._instance_processor.
RowProcessor instance_processor(QueryEntity& query_entity, Mapper& mapper, QueryContext& context, ResultColumns& result,
                                const PathRegistry& path, ORMAdapter* adapter, bool polymorphic = true);
/// selectin_polymorphic(): lets the columns of subclasses be loaded when the rows are read. SQLAlchemy: PostLoad.
void add_subclass_loads(QueryContext& context, Mapper& mapper, const PathRegistry& path, const PathRegistry& load_path);
/// Column of the rows that holds what `column` selects, through the adapters that apply; -1: none.
int adapted_index(const QueryContext& context, const ResultColumns& result, ORMAdapter* adapter, sql::ColumnElement& column);

/// Reads rows until `limit` or the end and loads what waits for them; each entity's value of each row goes to `out`.
struct EntityLoader {
    QueryContext& context;
    std::vector<RowProcessor> processors;
    explicit EntityLoader(QueryContext& context);
    size_t read(dbapi::Cursor& cursor, size_t limit, std::vector<Value>& out);
    /// The same for rows in memory, one after the other.
    void read(std::span<const Value> rows, size_t width, std::vector<Value>& out);

  private:
    void load_waiting();
};

/// Runs a compiled statement: parameters by bind name win over the statement's own. The one call that reaches the driver.
Ref<dbapi::Cursor> send_compiled(Session& session, execution::Connection& connection, const sql::Compiled& compiled,
                                 const std::map<std::string, Value>& parameters,
                                 const execution::ExecutionOptions& options, const execution::Cause& cause,
                                 bool reads_at_once);

/// What a subquery load of a subquery load needs of the first statement. SQLAlchemy: ("orig_query", SubqueryLoader),
/// ("subquery_paths", None).
struct SubqueryOrigin {
    Ref<sql::Select> statement;
    PathRegistry path;
    std::map<std::string, Value> parameters;
};

/// What loaders run themselves: `statement` over one or more entities, all rows at once.
struct LoaderExecution {
    std::map<std::string, Value> parameters{};
    std::vector<Ref<sql::ExecutableOption>> propagated_options{};
    QueryContext::LoadOptions load_options{};
    execution::ExecutionOptions execution_options{};
    execution::Cause cause{};
    Mapper* bind_mapper = nullptr;
    Value bind{};
    bool autoflush = false;
    std::map<const MapperProperty*, int> recursion_depth{};
    std::shared_ptr<SubqueryOrigin> subquery_origin{};
    std::shared_ptr<PostLoads> post_loads{}; ///< of the statement that this one belongs to; null: its own
    std::shared_ptr<sql::Compiled> compiled{}; ///< of the same statement before; null: look it up
};
/// The columns of a Result over the state's entities.
Ref<execution::ResultMetadata> entity_metadata(Runtime& runtime, const ORMCompileState& state);
/// `params` of an execution that takes one set.
std::map<std::string, Value> parameters_of(Runtime& runtime, const Value& params);
/// Compiles (once per cache key) and reads all rows: each entity's value of each row, one after the other.
std::vector<Value> load_rows(Session& session, const Ref<sql::Select>& statement, const LoaderExecution& how);
/// The compiled form from the session's cache of statements.
std::shared_ptr<sql::Compiled> compile_orm(Session& session, sql::ClauseElement& statement,
                                           std::vector<const sql::BindParameter*>& extracted);

} // namespace relata::orm
